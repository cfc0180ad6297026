/**
 * One GenerateContentResponse out of all chunks: the fold behind `native`. Google's SDKs hand out chunks and join nothing,
 * so this is the object that the same request gives without streaming: text parts of the same kind that follow each other
 * joined, every other part kept in order, the last value of every field. Values are never changed in place; text grows by
 * `+=` (ropes), parts in append lists.
 */
import { type AppendList, appendItems, emptyAppendList } from '../append-list.ts';
import { asObject, asObjects, asString, indexOr, isObject, type JsonObject } from '../json-reading.ts';

export type ResponseSnapshot = {
  /** The last value of each top-level field, `candidates` aside. May hold the last chunk itself. */
  readonly fields: JsonObject;
  /** In order of appearance. */
  readonly candidates: readonly CandidateSnapshot[];
};

export type CandidateSnapshot = {
  readonly index: number;
  readonly hasIndex: boolean;
  /** The last value of each field. May hold the last candidate of the wire itself. */
  readonly fields: JsonObject;
  readonly content: JsonObject | null;
  readonly parts: AppendList<PartSnapshot>;
  /** What is growing and not yet in `parts`: a run of text, or a call whose pieces still come. */
  readonly open: OpenText | OpenCall | null;
  /** Every candidate of the wire that had fields which come in pieces (citations, log probabilities). */
  readonly pieces: AppendList<JsonObject>;
};

/** `thought` as on the wire; null where it was left out. */
export type OpenText = { readonly kind: 'text'; readonly thought: boolean | null; readonly text: string };

/** The part that began the call, and all its `functionCall` objects. */
export type OpenCall = { readonly kind: 'call'; readonly part: JsonObject; readonly pieces: AppendList<JsonObject> };

/** A part as on the wire, or a whole run or call. */
export type PartSnapshot = { readonly kind: 'part'; readonly part: JsonObject } | OpenText | OpenCall;

const nothing: ResponseSnapshot = { fields: {}, candidates: [] };

/** The snapshot after one more chunk. */
export function reduceResponse(snapshot: ResponseSnapshot | null, chunk: JsonObject): ResponseSnapshot {
  const before = snapshot ?? nothing;
  const fields = mergeFields(before.fields, chunk);
  const items = asObjects(chunk.candidates);
  if (items.length === 0) return { fields, candidates: before.candidates };
  let { candidates } = before;
  for (const [position, item] of items.entries()) {
    const index = indexOr(item.index, position);
    const place = candidates.findIndex((candidate) => candidate.index === index);
    const next = reduceCandidate(candidates[place] ?? emptyCandidate(index), item);
    candidates = place === -1 ? [...candidates, next] : candidates.with(place, next);
  }
  return { fields, candidates };
}

function emptyCandidate(index: number): CandidateSnapshot {
  return {
    index,
    hasIndex: false,
    fields: {},
    content: null,
    parts: emptyAppendList(),
    open: null,
    pieces: emptyAppendList(),
  };
}

/** Most chunks name every field that those before had: then nothing is copied. An empty object takes nothing away. */
function mergeFields(before: JsonObject, wire: JsonObject): JsonObject {
  let isComplete = true;
  for (const name in before) if (!(name in wire) || isEmptyObject(wire[name])) isComplete = false;
  if (isComplete) return wire;
  const merged: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(wire)) {
    if (!(name in before) || !isEmptyObject(value)) merged[name] = value;
  }
  return merged;
}

function isEmptyObject(value: unknown): boolean {
  if (!isObject(value)) return false;
  for (const _name in value) return false;
  return true;
}

function reduceCandidate(before: CandidateSnapshot, item: JsonObject): CandidateSnapshot {
  const content = asObject(item.content);
  let grown: Grown = before;
  for (const part of asObjects(content?.parts)) grown = addPart(grown, part);
  const hasPieces = item.citationMetadata !== undefined || item.logprobsResult !== undefined;
  return {
    index: before.index,
    hasIndex: before.hasIndex || item.index !== undefined,
    fields: mergeFields(before.fields, item),
    // The last chunk's content is often an empty object: what those before said of it stays.
    content: content === null ? before.content : mergeFields(before.content ?? {}, content),
    parts: grown.parts,
    open: grown.open,
    pieces: hasPieces ? appendItems(before.pieces, [item]) : before.pieces,
  };
}

type Grown = Pick<CandidateSnapshot, 'parts' | 'open'>;

function addPart(before: Grown, part: JsonObject): Grown {
  const text = plainText(part);
  if (text === null) return addOther(before, part);
  const { parts, open } = before;
  const thought = typeof part.thought === 'boolean' ? part.thought : null;
  if (open?.kind === 'text' && (open.thought === thought || text === '')) {
    return { parts, open: { kind: 'text', thought: open.thought, text: open.text + text } };
  }
  // Empty text after something else says nothing; alone it is what came.
  if (text === '' && (parts.length > 0 || open !== null)) return before;
  return { parts: flush(before), open: { kind: 'text', thought, text } };
}

/** The text of a part that holds nothing else, not even a signature: only such parts may be joined. */
function plainText(part: JsonObject): string | null {
  for (const name in part) {
    if (name !== 'text' && (name !== 'thought' || typeof part.thought !== 'boolean')) return null;
  }
  return asString(part.text);
}

function flush({ parts, open }: Grown): AppendList<PartSnapshot> {
  if (open === null || (open.kind === 'text' && open.text === '')) return parts;
  return appendItems(parts, [open]);
}

/** Pieces of a streamed call join the part that began it. */
function addOther(before: Grown, part: JsonObject): Grown {
  const call = asObject(part.functionCall);
  const { open } = before;
  if (call !== null && open?.kind === 'call' && isPieceOf(open.pieces, call)) {
    return { parts: before.parts, open: { kind: 'call', part: open.part, pieces: appendItems(open.pieces, [call]) } };
  }
  const parts = flush(before);
  const isStreamed = call !== null && (call.willContinue === true || Array.isArray(call.partialArgs));
  if (isStreamed) return { parts, open: { kind: 'call', part, pieces: appendItems(emptyAppendList(), [call]) } };
  return { parts: appendItems<PartSnapshot>(parts, [{ kind: 'part', part }]), open: null };
}

function isPieceOf(pieces: AppendList<JsonObject>, call: JsonObject): boolean {
  const last = pieces.items[pieces.length - 1];
  if (last?.willContinue !== true) return false;
  return call.name === undefined || (call.id !== undefined && call.id === pieces.items[0]?.id);
}
