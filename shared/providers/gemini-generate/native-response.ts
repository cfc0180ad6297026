/** The snapshot as one plain GenerateContentResponse. Called rarely: here lists are copied and streamed arguments put together. */
import { toArray } from '../append-list.ts';
import { asList, asObject, asObjects, asString, isObject, type JsonObject, toJson } from '../json-reading.ts';
import { type JsonPath, parseJsonPath } from './json-path.ts';
import { partialValue } from './partial-args.ts';
import type { CandidateSnapshot, OpenCall, PartSnapshot, ResponseSnapshot } from './response-snapshot.ts';

/** `candidates` first, as on the wire; left out where none came (a refused prompt). */
export function nativeResponse(snapshot: ResponseSnapshot): JsonObject {
  const { candidates: _last, ...fields } = snapshot.fields;
  const hasCandidates = 'candidates' in snapshot.fields || snapshot.candidates.length > 0;
  const candidates = snapshot.candidates.toSorted((first, second) => first.index - second.index);
  return hasCandidates ? { candidates: candidates.map(nativeCandidate), ...fields } : fields;
}

function nativeCandidate(candidate: CandidateSnapshot): JsonObject {
  const pieces = toArray(candidate.pieces);
  const { content: _last, ...fields } = candidate.fields;
  return {
    ...nativeContent(candidate),
    ...fields,
    ...(candidate.hasIndex ? { index: candidate.index } : {}),
    ...joinedFields('citationMetadata', pieces, unionOf),
    ...joinedFields('logprobsResult', pieces, concatenationOf),
  };
}

function nativeContent(candidate: CandidateSnapshot): JsonObject {
  const { content, open } = candidate;
  if (content === null) return {};
  const parts: readonly PartSnapshot[] = open === null ? toArray(candidate.parts) : [...toArray(candidate.parts), open];
  const hasParts = parts.length > 0 || Array.isArray(content.parts);
  return { content: hasParts ? { ...content, parts: parts.map(nativePart) } : content };
}

function nativePart(snapshot: PartSnapshot): JsonObject {
  if (snapshot.kind === 'part') return snapshot.part;
  if (snapshot.kind === 'call') return nativeCallPart(snapshot);
  const { text, thought } = snapshot;
  return thought === null ? { text } : { text, thought };
}

/** `citationSources` and its like are lists: what every chunk gave, in order, the same item once. */
function joinedFields(
  name: string,
  pieces: readonly JsonObject[],
  join: (lists: readonly (readonly unknown[])[]) => readonly unknown[],
): JsonObject {
  const values = pieces.map((piece) => asObject(piece[name])).filter((value) => value !== null);
  if (values.length < 2) return {};
  const joined: Record<string, unknown> = Object.assign({}, ...values);
  for (const field of Object.keys(joined)) {
    const lists = values.map((value) => value[field]).filter(Array.isArray);
    if (lists.length > 1) joined[field] = join(lists);
  }
  return { [name]: joined };
}

function unionOf(lists: readonly (readonly unknown[])[]): readonly unknown[] {
  const seen = new Map<string, unknown>();
  for (const item of lists.flat()) {
    const text = toJson(item);
    if (!seen.has(text)) seen.set(text, item);
  }
  return [...seen.values()];
}

function concatenationOf(lists: readonly (readonly unknown[])[]): readonly unknown[] {
  return lists.flat();
}

/** A streamed call as it would have come whole: `args` in place of the pieces. */
function nativeCallPart(open: OpenCall): JsonObject {
  const args: Container = {};
  const pieces = toArray(open.pieces);
  for (const piece of pieces) {
    if (isObject(piece.args)) Object.assign(args, piece.args);
    for (const item of asObjects(piece.partialArgs)) putPartialArg(args, item);
  }
  const {
    partialArgs: _pieces,
    willContinue: _more,
    ...call
  } = Object.assign({}, ...pieces.toReversed()) as JsonObject;
  return { ...open.part, functionCall: { ...call, args } };
}

type Container = { [name: string]: unknown } | unknown[];

/** Positions beyond this are no list that a model wrote. */
const maxPosition = 10_000;

function putPartialArg(args: Container, item: JsonObject): void {
  const path = parseJsonPath(asString(item.jsonPath) ?? '');
  const last = path?.at(-1);
  if (path === null || last === undefined || path.some(isUnsafe)) return;
  const holder = holderOf(args, path);
  const value = partialValue(item);
  const before = readMember(holder, last);
  writeMember(holder, last, typeof value === 'string' && typeof before === 'string' ? before + value : value);
}

function isUnsafe(segment: string | number): boolean {
  return segment === '__proto__' || (typeof segment === 'number' && segment > maxPosition);
}

/** The container that the path's last segment is a member of, made on the way. */
function holderOf(args: Container, path: JsonPath): Container {
  let holder = args;
  for (const [depth, segment] of path.slice(0, -1).entries()) {
    const found = readMember(holder, segment);
    if (isObject(found) || Array.isArray(found)) {
      holder = found as Container;
      continue;
    }
    const made: Container = typeof path[depth + 1] === 'number' ? [] : {};
    writeMember(holder, segment, made);
    holder = made;
  }
  return holder;
}

function readMember(holder: Container, segment: string | number): unknown {
  if (Array.isArray(holder)) return asList(holder)[Number(segment)];
  return Object.hasOwn(holder, segment) ? holder[segment] : undefined;
}

function writeMember(holder: Container, segment: string | number, value: unknown): void {
  (holder as { [name: string | number]: unknown })[segment] = value;
}
