/**
 * Streamed arguments (`partialArgs`: a value or a piece of a string at a JSON path) written on as one JSON text, so that a
 * call forms in the window as those of other formats do. A value: each step costs what its piece costs, nothing is joined
 * or parsed again. Paths come in document order, as a model writes; one that goes back is written where it comes.
 */
import { asNumber, asString, type JsonObject, toJson } from '../json-reading.ts';
import { type JsonPath, parseJsonPath } from './json-path.ts';

/** An open array or object: the member last written in it. */
type Level = { readonly isArray: boolean; readonly member: string | number };

export type ArgumentsText = {
  /** From the outermost in; as many as the current path has segments. Empty: nothing is written yet. */
  readonly levels: readonly Level[];
  /** The current value is a string whose end has not come. */
  readonly isStringOpen: boolean;
};

export type WrittenArguments = {
  readonly state: ArgumentsText;
  readonly text: string;
  /** Why this piece has no right place in the text, in words. */
  readonly problem: string | null;
};

/** Before the first piece. */
export const noArguments: ArgumentsText = { levels: [], isStringOpen: false };

/** No model nests deeper; what is deeper is said and left out of the text. */
const maxDepth = 64;

/** Array positions that may be left out before one: they become null. */
const maxSkipped = 64;

/** The text that one item of `partialArgs` adds. */
export function writePartialArg(state: ArgumentsText, item: JsonObject): WrittenArguments {
  const path = parseJsonPath(asString(item.jsonPath) ?? '');
  if (path === null || path.length === 0 || path.length > maxDepth) {
    return { state, text: '', problem: `no usable JSON path: ${toJson(item.jsonPath).slice(0, 200)}` };
  }
  const piece = readPiece(item);
  if (state.isStringOpen && piece.isString && isCurrentPath(state, path)) {
    const text = piece.text.slice(1) + (piece.isOpen ? '' : '"');
    return { state: { levels: state.levels, isStringOpen: piece.isOpen }, text, problem: null };
  }
  const moved = moveTo(state, path);
  const text = moved.text + piece.text + (piece.isString && !piece.isOpen ? '"' : '');
  return { state: { levels: moved.levels, isStringOpen: piece.isOpen }, text, problem: moved.problem };
}

/** What makes the text a whole document: the end of an open string and of all that is open. */
export function closeArguments(state: ArgumentsText): string {
  if (state.levels.length === 0) return '{}';
  return (state.isStringOpen ? '"' : '') + closersOf(state.levels);
}

/** A value of `partialArgs` as JSON. @see https://docs.cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/Content#PartialArg */
export function partialValue(item: JsonObject): unknown {
  if (typeof item.stringValue === 'string') return item.stringValue;
  if (typeof item.boolValue === 'boolean') return item.boolValue;
  const number = asNumber(item.numberValue);
  if (number !== null) return number;
  return item.willContinue === true ? '' : null;
}

type Piece = { readonly text: string; readonly isString: boolean; readonly isOpen: boolean };

/** A string's text comes without its closing quote. */
function readPiece(item: JsonObject): Piece {
  const value = partialValue(item);
  const isString = typeof value === 'string';
  return {
    text: isString ? toJson(value).slice(0, -1) : toJson(value),
    isString,
    isOpen: isString && item.willContinue === true,
  };
}

function isCurrentPath(state: ArgumentsText, path: JsonPath): boolean {
  return state.levels.length === path.length && path.every((segment, depth) => segment === state.levels[depth]?.member);
}

type Move = { readonly levels: readonly Level[]; readonly text: string; readonly problem: string | null };

/** Closes what the new path leaves, opens what it enters, and writes its names. */
function moveTo(state: ArgumentsText, path: JsonPath): Move {
  const { levels } = state;
  const shared = sharedLength(levels, path);
  const level = levels[shared];
  const segment = path[shared] as string | number;
  const end = (state.isStringOpen ? '"' : '') + closersOf(levels.slice(shared + 1));
  const entered = enter(path.slice(shared + 1));
  const kept = [
    ...levels.slice(0, shared),
    { isArray: level?.isArray ?? typeof segment === 'number', member: segment },
  ];
  const next = [...kept, ...entered.levels];
  if (level === undefined) return { levels: next, text: memberStart(segment) + entered.text, problem: null };
  const name = level.isArray ? skipped(level.member, segment) : `${toJson(String(segment))}:`;
  const isBack = level.isArray ? !(Number(segment) > Number(level.member)) : segment === level.member;
  const problem = isBack ? `the path goes back to ${toJson(segment)} after ${toJson(level.member)}` : null;
  return { levels: next, text: `${end},${name}${entered.text}`, problem };
}

/** Segments that both have; never all of either, since the last one names a value that is written, or to be written. */
function sharedLength(levels: readonly Level[], path: JsonPath): number {
  const most = Math.min(path.length, levels.length) - 1;
  let shared = 0;
  while (shared < most && levels[shared]?.member === path[shared]) shared += 1;
  return shared;
}

function enter(path: JsonPath): { readonly levels: readonly Level[]; readonly text: string } {
  const levels = path.map((segment) => ({ isArray: typeof segment === 'number', member: segment }));
  return { levels, text: path.map(memberStart).join('') };
}

/** Opens the array or object that has this member as its first. */
function memberStart(segment: string | number): string {
  return typeof segment === 'number' ? `[${skipped(-1, segment)}` : `{${toJson(segment)}:`;
}

function skipped(before: string | number, position: string | number): string {
  const count = Number(position) - Number(before) - 1;
  return count > 0 ? 'null,'.repeat(Math.min(count, maxSkipped)) : '';
}

function closersOf(levels: readonly Level[]): string {
  return levels
    .map((level) => (level.isArray ? ']' : '}'))
    .reverse()
    .join('');
}
