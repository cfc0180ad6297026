/**
 * Knows blocks of a stream again that are one block but for a few values: a word of the model within three hundred bytes
 * that never change. Comparing bytes costs a tenth of decoding and parsing them. What does not match in any way is left to
 * the decoder.
 */
import { findJsonValue, type JsonHole, type JsonSpan } from '../lib/json-span.ts';
import { decodeUtf8, encodeUtf8 } from '../lib/utf8.ts';
import { type ByteLiteral, createByteLiteral, isLiteralAt } from './byte-literal.ts';
import { asciiText } from './short-texts.ts';

/** A framed event: its JSON text, and the letters of the framing around it. */
export type JsonBlock = { readonly before: string; readonly data: string; readonly after: string };

export type BlockTemplate = {
  /**
   * The position after the block at `from`, when that is equal to the first one but for its holes, valid, and not without
   * text; else -1. `view` is of the same bytes; a block above `maxBytes` is too large for any reader.
   */
  readonly match: (bytes: Uint8Array, view: DataView, from: number, maxBytes: number) => number;
  /** Of the last match: the value of the `text` hole, and the length of its data in characters. */
  readonly text: () => string;
  readonly dataLength: () => number;
  /** The data of the last match, with `text` in the place of its own. */
  readonly dataWith: (text: string) => string;
};

type Place = { readonly span: JsonSpan; readonly kind: JsonHole['kind'] };

/** Positions are those of the block that is being looked at, without quotes. */
type Hole = {
  readonly kind: JsonHole['kind'];
  readonly head: ByteLiteral;
  start: number;
  end: number;
  /** The last match's value as it stands on the wire. */
  readonly kept: Uint8Array;
  keptLength: number;
};

const quote = 34;
const backslash = 92;
const space = 32;
const tab = 9;
/** An event is an ordinary one when a value that is to be kept is longer. */
const maxKept = 256;

/** A template of `block`, whose data is valid JSON. Null when a hole is not there, is of another type, or none is `text`. */
export function createBlockTemplate(block: JsonBlock, holes: readonly JsonHole[]): BlockTemplate | null {
  const places: Place[] = [];
  for (const { path, kind } of holes) {
    const span = findJsonValue(block.data, path);
    if (span === null || !isOfKind(block.data, span, kind)) return null;
    places.push({ span, kind });
  }
  if (places.filter((place) => place.kind === 'text').length !== 1) return null;
  places.sort((left, right) => left.span.start - right.span.start);
  return templateOf(block, places);
}

function isOfKind(data: string, { start, end }: JsonSpan, kind: JsonHole['kind']): boolean {
  const value = data.slice(start, end);
  if (!isQuoted(kind)) return /^(?:0|[1-9][0-9]{0,14})$/.test(value);
  return value.startsWith('"') && (kind === 'text' || value.length < maxKept / 3);
}

function isQuoted(kind: JsonHole['kind']): boolean {
  return kind === 'text' || kind === 'string' || kind === 'padding';
}

function templateOf({ before, data, after }: JsonBlock, places: readonly Place[]): BlockTemplate {
  const pieces = piecesBetween(data, places);
  const holes = places.map(({ span, kind }, index) =>
    createHole(kind, data.slice(span.start, span.end), (index === 0 ? before : '') + pieces[index]),
  );
  const tail = createTail(pieces.at(-1) as string, after);
  const textHole = holes.find((hole) => hole.kind === 'text') as Hole;
  const counterHole = holes.find((hole) => hole.kind === 'counter') ?? null;
  const fixedLength = pieces.reduce((sum, piece) => sum + piece.length, 0) - tail.spaces;
  let text = '';
  let dataLength = 0;
  let counter = counterHole === null ? 0 : numberAt(counterHole.kept, 0, counterHole.keptLength);

  function match(bytes: Uint8Array, view: DataView, from: number, maxBytes: number): number {
    let at = from;
    let length = fixedLength;
    for (const hole of holes) {
      if (!isLiteralAt(view, at, hole.head)) return -1;
      hole.start = at + hole.head.length;
      hole.end = endOfHole(bytes, hole);
      if (hole.end === -1) return -1;
      at = hole.end;
      length += at - hole.start;
    }
    const end = endOfTail(view, at, tail);
    if (end === -1 || end - from > maxBytes) return -1;
    const count = counterHole === null ? 0 : numberAt(bytes, counterHole.start, counterHole.end);
    if (counterHole !== null && count !== counter + 1) return -1;
    const read = textAt(bytes, textHole);
    if (read === null || read.value === '') return -1;
    counter = count;
    text = read.value;
    dataLength = length + read.rawLength - (textHole.end - textHole.start) + (end - at - tail.length);
    for (const hole of holes) if (hole.kind === 'string' || hole.kind === 'number') keepValue(bytes, hole);
    return end;
  }

  function spelled(hole: Hole, replacement: string): string {
    if (hole.kind === 'text') return JSON.stringify(replacement).slice(1, -1);
    if (hole.kind === 'counter') return String(counter);
    return decodeUtf8(hole.kept.subarray(0, hole.keptLength)).text;
  }

  return {
    match,
    text: () => text,
    dataLength: () => dataLength,
    dataWith: (replacement) =>
      holes.map((hole, index) => pieces[index] + spelled(hole, replacement)).join('') + pieces.at(-1),
  };
}

/** The letters around the holes; a string's quotes belong to them. */
function piecesBetween(data: string, places: readonly Place[]): readonly string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const { span, kind } of places) {
    const inset = isQuoted(kind) ? 1 : 0;
    pieces.push(data.slice(from, span.start + inset));
    from = span.end - inset;
  }
  return [...pieces, data.slice(from)];
}

function createHole(kind: JsonHole['kind'], value: string, head: string): Hole {
  const kept = new Uint8Array(kind === 'text' ? 0 : maxKept);
  const bytes = encodeUtf8(isQuoted(kind) ? value.slice(1, -1) : value);
  if (kind !== 'text') kept.set(bytes);
  return { kind, head: createByteLiteral(head), start: 0, end: 0, kept, keptLength: bytes.length };
}

function keepValue(bytes: Uint8Array, hole: Hole): void {
  const { start, end, kept } = hole;
  for (let at = start; at < end; at += 1) kept[at - start] = bytes[at] as number;
  hole.keptLength = end - start;
}

/** Where the value in a hole ends; -1 where it is none that may stand there. */
function endOfHole(bytes: Uint8Array, { kind, start }: Hole): number {
  if (kind === 'text') return endOfString(bytes, start);
  const end = isQuoted(kind) ? endOfPlainString(bytes, start) : endOfDigits(bytes, start);
  return end - start > maxKept ? -1 : end;
}

function endOfString(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === quote) return at;
    if (byte < space) return -1;
    if (byte === backslash) at += 1;
  }
  return -1;
}

/** Likewise, of ASCII without escapes. */
function endOfPlainString(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === quote) return at;
    if (byte < space || byte === backslash || byte >= 0x80) return -1;
  }
  return -1;
}

/** Digits of a whole number that is exact, and has no leading zero. */
function endOfDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(bytes[at])) at += 1;
  const length = at - start;
  return length === 0 || length > 15 || (length > 1 && bytes[start] === 48) ? -1 : at;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

function numberAt(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 10 + (bytes[at] as number) - 48;
  return value;
}

type Read = { readonly value: string; readonly rawLength: number };

/** The text in its hole, and its length as it is written; null where it is no valid string after all. */
function textAt(bytes: Uint8Array, { start, end }: Hole): Read | null {
  if (isPlain(bytes, start, end)) return { value: asciiText(bytes, start, end), rawLength: end - start };
  const raw = decodeUtf8(bytes.subarray(start, end));
  if (!raw.isValid) return null;
  try {
    return { value: JSON.parse(`"${raw.text}"`) as string, rawLength: raw.text.length };
  } catch {
    return null;
  }
}

function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === backslash || byte >= 0x80) return false;
  }
  return true;
}

/** What follows the last hole. `length` is in bytes, without the `spaces` that do not count. */
type Tail = {
  readonly letters: ByteLiteral;
  readonly closing: readonly number[] | null;
  readonly length: number;
  readonly spaces: number;
};

/** Anthropic pads events with spaces before the last brace, another number each time: where only brackets close they don't count. */
function createTail(piece: string, after: string): Tail {
  const isOnlyClosing = /^"?[ \t}\]]*$/.test(piece);
  if (!isOnlyClosing) {
    const letters = createByteLiteral(piece + after);
    return { letters, closing: null, length: letters.length, spaces: 0 };
  }
  const closing = [...piece.replaceAll(/[ \t]/g, '')].map((letter) => letter.charCodeAt(0));
  const letters = createByteLiteral(after);
  return { letters, closing, length: closing.length + letters.length, spaces: piece.length - closing.length };
}

function endOfTail(view: DataView, from: number, { letters, closing }: Tail): number {
  let at = from;
  for (const letter of closing ?? []) {
    while (at < view.byteLength && isBlank(view.getUint8(at))) at += 1;
    if (at >= view.byteLength || view.getUint8(at) !== letter) return -1;
    at += 1;
  }
  if (closing !== null) while (at < view.byteLength && isBlank(view.getUint8(at))) at += 1;
  return isLiteralAt(view, at, letters) ? at + letters.length : -1;
}

function isBlank(byte: number): boolean {
  return byte === space || byte === tab;
}
