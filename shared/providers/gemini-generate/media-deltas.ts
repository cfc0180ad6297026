/** Images, audio and files of a part as deltas: their data inside, or behind a URI (shown, never loaded). */
import type { BlockKind } from '../../model/delta.ts';
import { asText, type JsonObject } from '../json-reading.ts';
import { type CandidateTrack, closeOpen, nextBlock, type Output } from './candidate-track.ts';
import { pushSignature } from './part-signature.ts';

/**
 * Generated images come whole; speech comes in pieces, one part each, that are one recording.
 * @see https://ai.google.dev/api/caching#Blob
 */
export function addInlineData(
  track: CandidateTrack,
  blob: JsonObject,
  part: JsonObject,
  output: Output,
): CandidateTrack {
  const mediaType = asText(blob.mimeType) ?? '';
  const data = asText(blob.data) ?? '';
  output.notes.push({ type: 'inlineData', reading: `${mediaType}, ${data.length} base64 characters` });
  const kind = kindOfMedia(mediaType);
  if (kind === 'audio') return addAudio(track, mediaType, data, part, output);
  const closed = closeOpen(track, output.deltas, 'whole');
  const at = { choice: track.index, block: nextBlock(closed, kind) };
  output.deltas.push({ type: 'block-start', ...at, kind });
  if (kind === 'other') output.deltas.push({ type: 'block-patch', ...at, mediaType, native: part });
  else output.deltas.push({ type: 'block-patch', ...at, mediaType }, { type: 'data-delta', ...at, text: data });
  return endMedia(closed, at, part, output);
}

/** A file by its URI. @see https://ai.google.dev/api/caching#FileData */
export function addFileData(track: CandidateTrack, file: JsonObject, part: JsonObject, output: Output): CandidateTrack {
  const mediaType = asText(file.mimeType) ?? '';
  const kind = kindOfMedia(mediaType);
  output.notes.push({ type: 'fileData', reading: asText(file.fileUri) ?? mediaType });
  const closed = closeOpen(track, output.deltas, 'whole');
  const at = { choice: track.index, block: nextBlock(closed, kind) };
  output.deltas.push({ type: 'block-start', ...at, kind }, { type: 'block-patch', ...at, mediaType, native: part });
  return endMedia(closed, at, part, output);
}

function kindOfMedia(mediaType: string): BlockKind {
  if (mediaType.startsWith('image/')) return 'image';
  return mediaType.startsWith('audio/') ? 'audio' : 'other';
}

type Place = { readonly choice: number; readonly block: string };

function endMedia(closed: CandidateTrack, at: Place, part: JsonObject, output: Output): CandidateTrack {
  pushSignature(at, part, output.deltas);
  output.deltas.push({ type: 'block-end', ...at });
  return { ...closed, blockCount: closed.blockCount + 1 };
}

function addAudio(
  track: CandidateTrack,
  mediaType: string,
  data: string,
  part: JsonObject,
  output: Output,
): CandidateTrack {
  const isMore = track.audio?.mediaType === mediaType;
  const next = isMore ? track : startAudio(track, mediaType, output);
  const at = { choice: track.index, block: next.audio?.block ?? 'audio' };
  output.deltas.push({ type: 'data-delta', ...at, text: data });
  pushSignature(at, part, output.deltas);
  // Base64 that ends in padding cannot be gone on with: what follows would be read as nothing.
  return data.length % 4 !== 0 || data.endsWith('=') ? closeOpen(next, output.deltas, 'whole') : next;
}

function startAudio(track: CandidateTrack, mediaType: string, output: Output): CandidateTrack {
  const closed = closeOpen(track, output.deltas, 'whole');
  const at = { choice: track.index, block: nextBlock(closed, 'audio') };
  output.deltas.push({ type: 'block-start', ...at, kind: 'audio' }, { type: 'block-patch', ...at, mediaType });
  return { ...closed, blockCount: closed.blockCount + 1, audio: { block: at.block, mediaType } };
}
