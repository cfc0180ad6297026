/** Parts of messages and reasoning as deltas: text in pieces, whole parts, annotations. */
import type { BlockKind, Citation, Delta } from '../../model/delta.ts';
import { type AppendList, appendItems, emptyAppendList, toArray } from '../append-list.ts';
import { asList, asObject, asString, asText, indexOr, isObject, type JsonObject } from '../json-reading.ts';
import {
  copyOfPart,
  type ItemTrack,
  missingText,
  nameBlock,
  type Output,
  type PartTrack,
  withPart,
} from './item-track.ts';
import type { PartList } from './wire.ts';

/** The part at a place of an item; null when none has come. */
export function partAt(track: ItemTrack, list: PartList, index: number): PartTrack | null {
  return track.parts.findLast((part) => part.list === list && part.index === index) ?? null;
}

/** A new part with its block begun. Text that it already holds is told by `reconcilePart`. */
export function openPart(
  track: ItemTrack,
  list: PartList,
  index: number,
  fields: JsonObject,
  output: Output,
): PartTrack {
  const kind = kindOfPart(track, fields);
  const block = nameBlock(track, `${list}.${index}`, kind, output);
  output.deltas.push({ type: 'block-start', choice: 0, block, kind });
  return {
    list,
    index,
    fields,
    kind,
    text: '',
    annotations: null,
    logprobs: null,
    citationCount: 0,
    block,
    isClosed: false,
  };
}

/** Whatever stands in a reasoning item is reasoning: vLLM announced its text there as `output_text`. */
function kindOfPart(track: ItemTrack, fields: JsonObject): BlockKind {
  if (track.type === 'reasoning') return 'reasoning';
  switch (fields.type) {
    case 'reasoning_text':
    case 'summary_text':
      return 'reasoning';
    case 'refusal':
      return 'refusal';
    case 'output_audio':
      return 'audio';
    case 'output_text':
    case 'text':
    case 'input_text':
      return 'text';
    default:
      return asString(fields.text) === null ? 'other' : 'text';
  }
}

/** A piece of a part's text. Written out: the hottest path of the format. */
export function addText(part: PartTrack, text: string, output: Output): PartTrack {
  if (text === '') return part;
  output.deltas.push(textDelta(part, text));
  const next = copyOfPart(part);
  next.text = part.text + text;
  return next;
}

function textDelta(part: PartTrack, text: string): Delta {
  const block = part.block;
  if (part.kind === 'reasoning') return { type: 'reasoning-delta', choice: 0, block, text };
  if (part.kind === 'refusal') return { type: 'refusal-delta', choice: 0, block, text };
  return { type: 'text-delta', choice: 0, block, text };
}

/** Logprobs go on from piece to piece, and come whole with the text's end; most servers send an empty list. */
export function addLogprobs(part: PartTrack, wire: unknown, what: 'piece' | 'whole'): PartTrack {
  if (!Array.isArray(wire) || wire.length === 0) return part;
  const before = what === 'piece' ? (part.logprobs ?? emptyAppendList<unknown>()) : emptyAppendList<unknown>();
  return { ...part, logprobs: appendItems(before, wire) };
}

/** The whole text of a part: what the pieces left out is told now. */
export function setText(part: PartTrack, whole: string, output: Output): PartTrack {
  const missing = missingText(part.text, whole, `Part ${part.index} of an item's ${part.list}`, output);
  const told = addText(part, missing, output);
  return told.text === whole ? told : { ...told, text: whole };
}

/** A part that came whole: opens it if it is new, tells what was not told. */
export function reconcilePart(
  track: ItemTrack,
  list: PartList,
  index: number,
  fields: JsonObject,
  output: Output,
): ItemTrack {
  const before = partAt(track, list, index);
  const opened = before ?? openPart(track, list, index, fields, output);
  if (opened.kind === 'audio') return withPart(track, tellAudio(opened, fields, before === null, output));
  if (opened.kind === 'other') return withPart(track, tellOther(opened, fields, output));
  const whole = textOfPart(fields);
  // An empty part announces one; it does not take back what came before it.
  const told = whole === null || (whole === '' && opened.text !== '') ? opened : setText(opened, whole, output);
  // A part that begins says nothing yet; one that came whole has its own logprobs.
  const logprobs = whole === '' ? told.logprobs : null;
  const next = copyOfPart(told);
  next.fields = fields;
  next.logprobs = logprobs;
  return withPart(track, setAnnotations(next, fields.annotations, output));
}

function textOfPart(fields: JsonObject): string | null {
  return asString(fields.text) ?? asString(fields.refusal);
}

/** `output_audio` has data and transcript: the sound is the block, what is said is text of the same answer. */
function tellAudio(part: PartTrack, fields: JsonObject, isNew: boolean, output: Output): PartTrack {
  const at = { choice: 0, block: part.block } as const;
  const data = asText(fields.data);
  const transcript = asText(fields.transcript);
  if (isNew && data !== null) output.deltas.push({ type: 'data-delta', ...at, text: data });
  if (isNew && transcript !== null) {
    output.deltas.push({ type: 'text-delta', choice: 0, block: `${part.block}:transcript`, text: transcript });
  }
  return { ...part, fields };
}

function tellOther(part: PartTrack, fields: JsonObject, output: Output): PartTrack {
  output.deltas.push({ type: 'block-patch', choice: 0, block: part.block, native: fields });
  return { ...part, fields };
}

/** `response.output_text.annotation.added`: one more source of a text. */
export function addAnnotation(part: PartTrack, annotation: unknown, index: unknown, output: Output): PartTrack {
  const before = part.annotations ?? appendItems(emptyAppendList<unknown>(), asList(part.fields.annotations));
  const annotations = withAnnotation(before, annotation, indexOr(index, before.length));
  tellCitations([annotation], part, output);
  const next = copyOfPart(part);
  next.annotations = annotations;
  next.citationCount += 1;
  return next;
}

/** Nearly always the next one; in the place of another the list is copied. */
function withAnnotation(before: AppendList<unknown>, annotation: unknown, index: number): AppendList<unknown> {
  if (index === before.length) return appendItems(before, [annotation]);
  const items = toArray(before);
  items[index] = annotation;
  return { items, length: items.length };
}

function setAnnotations(part: PartTrack, wire: unknown, output: Output): PartTrack {
  const whole = asList(wire);
  if (whole.length <= part.citationCount) return part;
  tellCitations(whole.slice(part.citationCount), part, output);
  const next = copyOfPart(part);
  next.citationCount = whole.length;
  return next;
}

function tellCitations(annotations: readonly unknown[], part: PartTrack, output: Output): void {
  for (const annotation of annotations) {
    const citation = readAnnotation(annotation);
    output.deltas.push({ type: 'citation', choice: 0, block: part.block, citation });
  }
}

/** `url_citation`, `file_citation`, `container_file_citation`, `file_path`; Azure's and xAI's are the same. */
export function readAnnotation(annotation: unknown): Citation {
  const source = asObject(annotation) ?? {};
  return {
    title: asText(source.title) ?? asText(source.filename) ?? asText(source.file_id),
    url: asText(source.url),
    quote: asText(source.quote) ?? asText(source.cited_text),
    native: annotation,
  };
}

/** Ends a part's block, once. */
export function closePart(part: PartTrack, output: Output): PartTrack {
  if (part.isClosed) return part;
  output.deltas.push({ type: 'block-end', choice: 0, block: part.block });
  const next = copyOfPart(part);
  next.isClosed = true;
  return next;
}

/** The items of an item's part list, each an object. */
export function partsOf(item: JsonObject, list: PartList): readonly JsonObject[] {
  const wire = item[list];
  // Some servers give a message's content as a bare string.
  if (typeof wire === 'string') return wire === '' ? [] : [{ type: 'output_text', text: wire }];
  return asList(wire).map((part) => (isObject(part) ? part : { type: 'unknown', value: part }));
}
