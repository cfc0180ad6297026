/**
 * Knows blocks of a stream again that are one block but for a few values: a word of the model within three hundred bytes
 * that never change. Comparing bytes costs a tenth of decoding and parsing them. What does not match in any way is left to
 * the decoder.
 */
import { findKnownValue, type JsonHole, type JsonSpan } from '../lib/json-span.ts';
import { decodeUtf8, encodeUtf8 } from '../lib/utf8.ts';
import { type ByteLiteral, createByteLiteral, isLiteralAt, viewOf } from './byte-literal.ts';
import type { JsonBlock } from './event-block.ts';
import { asciiText, escapedText } from './short-texts.ts';

export type BlockTemplate = {
  /**
   * The position after the block at `from`, when that is equal to the first one but for its holes, valid, and not without
   * text; else -1. `view` is of the same bytes; a block above `maxBytes` is too large for any reader.
   */
  readonly match: (bytes: Uint8Array, view: DataView, from: number, maxBytes: number) => number;
  /** Of the last match (of the block itself before the first): the value of the `text` hole, the length of its data in characters. */
  readonly text: () => string;
  readonly dataLength: () => number;
  /** The number in its `counter` hole; 0 without one. */
  readonly counter: () => number;
  /** The data of the last match, with `text` in the place of its own. */
  readonly dataWith: (text: string) => string;
};

/** Where a hole's value stands in the data, a string's quotes left out. */
type Place = { readonly start: number; readonly end: number; readonly kind: JsonHole['kind'] };

/** Positions are those of the block that is being looked at, without quotes. */
type Hole = {
  readonly kind: JsonHole['kind'];
  readonly value: 'any text' | 'ASCII' | 'digits';
  readonly head: ByteLiteral;
  start: number;
  end: number;
  /** Of any text: ASCII without escapes, so that its bytes are its characters. */
  isPlain: boolean;
  /** A value of which the last one counts, as the last match had it; null before there was one, and for all others. */
  kept: Uint8Array | null;
  keptLength: number;
};

const quote = 34;
const backslash = 92;
const space = 32;
const tab = 9;
/** An event is an ordinary one when a value that is to be kept is longer. */
const maxKept = 256;

/** A template of `block`, whose data is valid JSON with a value in each hole. Null when one is of another type, or none is `text`. */
export function createBlockTemplate(block: JsonBlock, holes: readonly JsonHole[]): BlockTemplate | null {
  const places: Place[] = [];
  let texts = 0;
  for (const { path, kind } of holes) {
    const span = findKnownValue(block.data, path);
    if (span === null || !isOfKind(block.data, span, kind)) return null;
    if (kind === 'text') texts += 1;
    const inset = isQuoted(kind) ? 1 : 0;
    places.push({ start: span.start + inset, end: span.end - inset, kind });
  }
  if (texts !== 1) return null;
  if (places.length > 1) places.sort((left, right) => left.start - right.start);
  return templateOf(block, places);
}

function isOfKind(data: string, { start, end }: JsonSpan, kind: JsonHole['kind']): boolean {
  if (!isQuoted(kind)) return end - start < 16 && /^(?:0|[1-9][0-9]{0,14})$/.test(data.slice(start, end));
  return data.charCodeAt(start) === quote && (isText(kind) || end - start < maxKept / 3);
}

function isText(kind: JsonHole['kind']): boolean {
  return kind === 'text' || kind === 'echo';
}

function isQuoted(kind: JsonHole['kind']): boolean {
  return kind === 'text' || kind === 'echo' || kind === 'string' || kind === 'padding';
}

function valueOfKind(kind: JsonHole['kind']): Hole['value'] {
  if (isText(kind)) return 'any text';
  return isQuoted(kind) ? 'ASCII' : 'digits';
}

function templateOf(block: JsonBlock, places: readonly Place[]): BlockTemplate {
  const { data } = block;
  const byteAt = bytePositions(block);
  const own = viewOf(block.bytes);
  const holes: Hole[] = [];
  let headStart = 0;
  let fixedLength = data.length;
  for (const { start, end, kind } of places) {
    const head = createByteLiteral(own, headStart, byteAt(start) - headStart);
    holes.push({ kind, value: valueOfKind(kind), head, start: 0, end: 0, isPlain: false, kept: null, keptLength: 0 });
    headStart = byteAt(end);
    fixedLength -= end - start;
  }
  const tail = createTail(data.slice((places.at(-1) as Place).end), block, own, headStart);
  fixedLength -= tail.spaces;
  const textHole = holes.find((hole) => hole.kind === 'text') as Hole;
  const echoHole = holes.find((hole) => hole.kind === 'echo') ?? null;
  const counterHole = holes.find((hole) => hole.kind === 'counter') ?? null;
  const keptHoles = holes.filter((hole) => hole.kind === 'string' || hole.kind === 'number');
  const valueIn = ({ start, end }: Place): string => data.slice(start, end);
  let text = JSON.parse(`"${valueIn(places[holes.indexOf(textHole)] as Place)}"`) as string;
  let dataLength = data.length;
  let counter = counterHole === null ? 0 : Number(valueIn(places[holes.indexOf(counterHole)] as Place));

  function match(bytes: Uint8Array, view: DataView, from: number, maxBytes: number): number {
    let at = from;
    let length = fixedLength;
    for (let index = 0; index < holes.length; index += 1) {
      const hole = holes[index] as Hole;
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
    if (echoHole !== null && !isSame(bytes, textHole, echoHole)) return -1;
    const beyondAscii = readText(bytes, textHole);
    if (beyondAscii === null) return -1;
    counter = count;
    dataLength = length + (echoHole === null ? beyondAscii : 2 * beyondAscii) + (end - at - tail.length);
    for (let index = 0; index < keptHoles.length; index += 1) keepValue(bytes, keptHoles[index] as Hole);
    return end;
  }

  /** Takes the text; gives how many more characters it is written in than it has bytes, null where it is none. */
  function readText(bytes: Uint8Array, { start, end, isPlain }: Hole): number | null {
    if (start === end) return null;
    const short = isPlain ? asciiText(bytes, start, end) : escapedText(bytes, start, end);
    if (short !== null) {
      text = short;
      return 0;
    }
    const read = textAt(bytes, start, end);
    if (read === null || read.value === '') return null;
    text = read.value;
    return read.rawLength - (end - start);
  }

  function spelled(hole: Hole, place: Place, replacement: string): string {
    if (isText(hole.kind)) return JSON.stringify(replacement).slice(1, -1);
    if (hole.kind === 'counter') return String(counter);
    return hole.kept === null ? valueIn(place) : decodeUtf8(hole.kept.subarray(0, hole.keptLength)).text;
  }

  function dataWith(replacement: string): string {
    let written = '';
    let from = 0;
    for (const [index, place] of places.entries()) {
      written += data.slice(from, place.start) + spelled(holes[index] as Hole, place, replacement);
      from = place.end;
    }
    return written + data.slice(from);
  }

  return { match, text: () => text, dataLength: () => dataLength, counter: () => counter, dataWith };
}

/** Positions in the block's bytes of those in its data. */
function bytePositions({ data, dataStart, dataEnd }: JsonBlock): (position: number) => number {
  if (data.length === dataEnd - dataStart) return (position) => dataStart + position;
  return (position) => dataStart + encodeUtf8(data.slice(0, position)).length;
}

function isSame(bytes: Uint8Array, one: Hole, other: Hole): boolean {
  const length = one.end - one.start;
  if (other.end - other.start !== length) return false;
  for (let at = 0; at < length; at += 1) if (bytes[one.start + at] !== bytes[other.start + at]) return false;
  return true;
}

function keepValue(bytes: Uint8Array, hole: Hole): void {
  const { start, end } = hole;
  hole.kept ??= new Uint8Array(maxKept);
  for (let at = start; at < end; at += 1) hole.kept[at - start] = bytes[at] as number;
  hole.keptLength = end - start;
}

/** Where the value in a hole ends; -1 where it is none that may stand there. */
function endOfHole(bytes: Uint8Array, hole: Hole): number {
  const { value, start } = hole;
  if (value === 'any text') return endOfString(bytes, hole);
  const end = value === 'ASCII' ? endOfPlainString(bytes, start) : endOfDigits(bytes, start);
  return end - start > maxKept ? -1 : end;
}

/** Of a string; says on the way whether it is plain, which is what its text is read by. */
function endOfString(bytes: Uint8Array, hole: Hole): number {
  hole.isPlain = true;
  for (let at = hole.start; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === quote) return at;
    if (byte < space) return -1;
    if (byte >= 0x80) hole.isPlain = false;
    if (byte !== backslash) continue;
    hole.isPlain = false;
    at += 1;
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
function textAt(bytes: Uint8Array, start: number, end: number): Read | null {
  const raw = decodeUtf8(bytes.subarray(start, end));
  if (!raw.isValid) return null;
  if (!raw.text.includes('\\')) return { value: raw.text, rawLength: raw.text.length };
  try {
    return { value: JSON.parse(`"${raw.text}"`) as string, rawLength: raw.text.length };
  } catch {
    return null;
  }
}

/** What follows the last hole. `length` is in bytes, without the `spaces` that do not count. */
type Tail = {
  /** As it stands in the block, which is how it nearly always stands in the others. */
  readonly whole: ByteLiteral;
  readonly letters: ByteLiteral;
  readonly closing: readonly number[] | null;
  readonly length: number;
  readonly spaces: number;
};

/**
 * Anthropic pads events with spaces before the last brace, another number each time: where only brackets close they don't
 * count. `piece` is the data after the last hole, whose bytes begin at `start` of the block's.
 */
function createTail(piece: string, block: JsonBlock, view: DataView, start: number): Tail {
  const isOnlyClosing = /^"?[ \t}\]]*$/.test(piece);
  const from = isOnlyClosing ? block.dataEnd : start;
  const letters = createByteLiteral(view, from, block.bytes.length - from);
  const whole = createByteLiteral(view, start, block.bytes.length - start);
  if (!isOnlyClosing) return { whole, letters, closing: null, length: letters.length, spaces: 0 };
  const closing: number[] = [];
  for (let at = 0; at < piece.length; at += 1) if (!isBlank(piece.charCodeAt(at))) closing.push(piece.charCodeAt(at));
  return { whole, letters, closing, length: closing.length + letters.length, spaces: piece.length - closing.length };
}

function endOfTail(view: DataView, from: number, { whole, letters, closing }: Tail): number {
  if (isLiteralAt(view, from, whole)) return from + whole.length;
  if (closing === null) return -1;
  let at = from;
  for (let index = 0; index < closing.length; index += 1) {
    at = afterBlanks(view, at);
    if (at >= view.byteLength || view.getUint8(at) !== closing[index]) return -1;
    at += 1;
  }
  at = afterBlanks(view, at);
  return isLiteralAt(view, at, letters) ? at + letters.length : -1;
}

function afterBlanks(view: DataView, from: number): number {
  let at = from;
  while (at < view.byteLength && isBlank(view.getUint8(at))) at += 1;
  return at;
}

function isBlank(byte: number): boolean {
  return byte === space || byte === tab;
}
