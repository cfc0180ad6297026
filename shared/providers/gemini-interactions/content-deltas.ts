/** Text, thoughts and media of an item as deltas: the same whether a delta brings them or a whole body. */
import type { BlockKind, Citation } from '../../model/delta.ts';
import { asObjects, asText, type JsonObject } from '../json-reading.ts';
import { addSignature, closeBlock, type ItemTrack, type Output, openBlock } from './item-track.ts';

/** Text with its annotations, both of which may be missing. */
export function addText(track: ItemTrack, content: JsonObject, output: Output): ItemTrack {
  const text = asText(content.text);
  const annotations = asObjects(content.annotations);
  if (text === null && annotations.length === 0) return track;
  const next = openBlock(track, 'text', output);
  if (text !== null) {
    output.deltas.push({ type: 'text-delta', choice: 0, block: next.block.name, text });
    output.notes.push({ type: 'text', reading: text });
  }
  for (const annotation of annotations) {
    const citation = toCitation(annotation);
    output.deltas.push({ type: 'citation', choice: 0, block: next.block.name, citation });
    output.notes.push({ type: 'text_annotation', reading: citation.title ?? citation.url ?? 'annotation' });
  }
  return next;
}

/** `url_citation`, `file_citation`, `place_citation`. @see https://ai.google.dev/api/interactions-api#Resource:Annotation */
function toCitation(annotation: JsonObject): Citation {
  return {
    title: asText(annotation.title) ?? asText(annotation.file_name) ?? asText(annotation.name),
    url: asText(annotation.url) ?? asText(annotation.document_uri),
    quote: null,
    native: annotation,
  };
}

/** A thought's summary: its text is what we call reasoning. */
export function addThought(track: ItemTrack, summary: JsonObject, output: Output): ItemTrack {
  const text = asText(summary.text);
  if (text === null) return summary.type === 'image' ? addMedia(track, summary, output) : track;
  const next = openBlock(track, 'reasoning', output);
  output.deltas.push({ type: 'reasoning-delta', choice: 0, block: next.block.name, text });
  output.notes.push({ type: 'thought_summary', reading: text });
  return next;
}

/** The proof of a thought, sent back in the next turn; often all that is told of it. */
export function addThoughtSignature(track: ItemTrack, item: JsonObject, output: Output): ItemTrack {
  if (asText(item.signature) === null) return track;
  const next = openBlock(track, 'reasoning', output);
  addSignature(next, item, output);
  output.notes.push({ type: 'thought_signature', reading: 'signature' });
  return next;
}

/** An image comes whole, audio may come in pieces; what is behind a URI is shown, never loaded. */
export function addMedia(track: ItemTrack, content: JsonObject, output: Output): ItemTrack {
  const kind = kindOfMedia(content.type);
  const data = asText(content.data);
  const mediaType = asText(content.mime_type);
  const isMore = kind === 'audio' && track.block?.kind === 'audio';
  const next = isMore ? track : openBlock(closeBlock(track, output), kind, output);
  const at = { choice: 0, block: next.block?.name ?? String(track.index) };
  if (!isMore) {
    const native = kind === 'other' || data === null ? { native: content } : {};
    output.deltas.push({ type: 'block-patch', ...at, ...(mediaType === null ? {} : { mediaType }), ...native });
  }
  if (data !== null && kind !== 'other') output.deltas.push({ type: 'data-delta', ...at, text: data });
  const size = data === null ? (asText(content.uri) ?? '') : `${data.length} base64 characters`;
  output.notes.push({ type: String(content.type), reading: `${mediaType ?? ''} ${size}`.trim() });
  // Base64 that ends in padding cannot be gone on with.
  const isWhole = kind !== 'audio' || data === null || data.length % 4 !== 0 || data.endsWith('=');
  return isWhole ? closeBlock(next, output) : next;
}

function kindOfMedia(type: unknown): BlockKind {
  if (type === 'image') return 'image';
  return type === 'audio' ? 'audio' : 'other';
}
