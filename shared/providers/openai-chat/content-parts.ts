/** Parts of list-shaped content that are no text (those are content-pieces.ts): Mistral's references, images, anything new. */
import { asList, asText, type JsonObject, maxBlockCount } from '../json-reading.ts';
import type { Output } from './choice-deltas.ts';
import { type ChoiceTrack, closeRun } from './choice-track.ts';
import { addImages } from './media-deltas.ts';

/** Adds what the text pieces left out. */
export function addContentParts(track: ChoiceTrack, parts: readonly JsonObject[], output: Output): ChoiceTrack {
  let next = track;
  for (const part of parts) {
    if (part.type === 'reference') next = addReference(next, part, output);
    else if (part.type === 'image_url') next = addImages(next, [part], output);
    else if (!isSpoken(part)) next = addOther(next, part, output);
  }
  return next;
}

/** Read as text by content-pieces.ts. */
function isSpoken(part: JsonObject): boolean {
  return typeof part.text === 'string' || part.thinking !== undefined || part.refusal !== undefined;
}

/**
 * Mistral's `{"type":"reference","reference_ids":[0]}` names results of the request's own tool, by number or id.
 * @see https://docs.mistral.ai/capabilities/citations
 */
function addReference(track: ChoiceTrack, part: JsonObject, output: Output): ChoiceTrack {
  const ids = asList(part.reference_ids).map(String).join(', ');
  const citation = {
    title: asText(part.title) ?? `reference ${ids}`,
    url: asText(part.url),
    quote: null,
    native: part,
  };
  output.deltas.push({ type: 'citation', choice: track.index, block: track.lastText ?? 'text:citations', citation });
  output.notes.push({ type: 'delta.content', reading: `reference ${ids}` });
  return track.hasOutput ? track : { ...track, hasOutput: true };
}

/** A part that nobody here has a word for is shown as it is. */
function addOther(track: ChoiceTrack, part: JsonObject, output: Output): ChoiceTrack {
  const closed = closeRun(track, output.deltas);
  const at = { choice: track.index, block: `part:${Math.min(closed.runCount, maxBlockCount)}` } as const;
  const name = asText(part.type) ?? 'part';
  output.deltas.push({ type: 'block-start', ...at, kind: 'other', name });
  output.deltas.push({ type: 'block-patch', ...at, native: part }, { type: 'block-end', ...at });
  output.notes.push({ type: 'delta.content', reading: name });
  return { ...closed, runCount: closed.runCount + 1, hasOutput: true };
}
