/** Audio, images and citations of a chunk as deltas. */
import { asNumber, asObject, asText, type JsonObject, maxBlockCount } from '../json-reading.ts';
import { readDataUrl } from '../media-source.ts';
import type { Output } from './choice-deltas.ts';
import { type ChoiceTrack, closeRun } from './choice-track.ts';

/**
 * Audio comes as base64 pieces; its transcript is what the model said and stands as a text block of its own.
 * @see https://platform.openai.com/docs/guides/audio
 */
export function addAudio(track: ChoiceTrack, audio: JsonObject, output: Output): ChoiceTrack {
  const data = asText(audio.data);
  const transcript = asText(audio.transcript);
  const next = { ...closeRun(track, output.deltas) };
  const choice = track.index;
  if (!next.hasAudio) output.deltas.push({ type: 'block-start', choice, block: 'audio', kind: 'audio' });
  if (data !== null) output.deltas.push({ type: 'data-delta', choice, block: 'audio', text: data });
  if (transcript !== null && !next.hasTranscript) {
    output.deltas.push({ type: 'block-start', choice, block: 'transcript', kind: 'text' });
  }
  if (transcript !== null) output.deltas.push({ type: 'text-delta', choice, block: 'transcript', text: transcript });
  output.notes.push({ type: 'delta.audio', reading: readAudio(audio, data, transcript) });
  return {
    ...next,
    hasAudio: true,
    hasTranscript: next.hasTranscript || transcript !== null,
    hasOutput: true,
  };
}

function readAudio(audio: JsonObject, data: string | null, transcript: string | null): string {
  if (transcript !== null) return transcript;
  if (data !== null) return `audio, ${data.length} base64 characters`;
  const expiresAt = asNumber(audio.expires_at);
  return expiresAt === null ? `audio ${asText(audio.id) ?? ''}`.trimEnd() : `audio expires at ${expiresAt}`;
}

/** Images, whole in one chunk: OpenRouter's `images` with data URLs, or parts of a list content (whose URL may stand alone). */
export function addImages(track: ChoiceTrack, images: readonly JsonObject[], output: Output): ChoiceTrack {
  let next = track;
  for (const image of images) {
    const url = asText(asObject(image.image_url)?.url) ?? asText(image.image_url) ?? asText(image.url);
    const source = url === null ? null : readDataUrl(url);
    next = closeRun(next, output.deltas);
    const at = { choice: track.index, block: `image:${Math.min(next.imageCount, maxBlockCount)}` } as const;
    output.deltas.push({ type: 'block-start', ...at, kind: 'image' });
    const mediaType = source?.mediaType;
    output.deltas.push({ type: 'block-patch', ...at, native: image, ...(mediaType == null ? {} : { mediaType }) });
    if (source !== null) output.deltas.push({ type: 'data-delta', ...at, text: source.data });
    output.deltas.push({ type: 'block-end', ...at });
    output.notes.push({ type: 'delta.images', reading: mediaType ?? 'image' });
    next = { ...next, imageCount: next.imageCount + 1, hasOutput: true };
  }
  return next;
}

/** `annotations` with `url_citation` items: they belong to the text written last. */
export function addCitations(track: ChoiceTrack, annotations: readonly JsonObject[], output: Output): ChoiceTrack {
  if (annotations.length === 0) return track;
  const block = track.lastText ?? 'text:citations';
  for (const annotation of annotations) {
    const source = asObject(annotation.url_citation) ?? annotation;
    const title = asText(source.title);
    const url = asText(source.url);
    output.deltas.push({
      type: 'citation',
      choice: track.index,
      block,
      citation: { title, url, quote: asText(source.content), native: annotation },
    });
    output.notes.push({ type: 'delta.annotations', reading: title ?? url ?? 'citation' });
  }
  return { ...track, hasOutput: true };
}
