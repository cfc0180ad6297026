/**
 * The common case of an event stream, found without taking lines apart: `data: …` and a blank line, an `event: …` line
 * before it or not, all within one chunk; lines end in LF or CRLF. Whatever looks otherwise in any way is left to the line by
 * line decoder.
 */

/** Positions within the chunk's bytes. */
export type SimpleBlock = {
  /** Of the `event` field's value; both 0 where there is none. */
  nameStart: number;
  nameEnd: number;
  dataStart: number;
  dataEnd: number;
  /** After the blank line. */
  end: number;
};

const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const dataField = [0x64, 0x61, 0x74, 0x61, 0x3a] as const;
const eventField = [0x65, 0x76, 0x65, 0x6e, 0x74, 0x3a] as const;

/** A place for `findSimpleBlock` to write to: one per decoder, since it is asked for every event. */
export function createSimpleBlock(): SimpleBlock {
  return { nameStart: 0, nameEnd: 0, dataStart: 0, dataEnd: 0, end: 0 };
}

/** Is there such a block at `from`? Fills `found`. `hasReturn`: the chunk holds a CR somewhere. */
export function findSimpleBlock(bytes: Uint8Array, from: number, hasReturn: boolean, found: SimpleBlock): boolean {
  let position = from;
  found.nameStart = 0;
  found.nameEnd = 0;
  if (isFieldAt(bytes, position, eventField)) {
    found.nameStart = valueAt(bytes, position + eventField.length);
    const feed = bytes.indexOf(lineFeed, found.nameStart);
    found.nameEnd = hasReturn ? endOfLine(bytes, found.nameStart, feed) : feed;
    if (found.nameEnd === -1) return false;
    position = feed + 1;
  }
  if (!isFieldAt(bytes, position, dataField)) return false;
  found.dataStart = valueAt(bytes, position + dataField.length);
  const feed = bytes.indexOf(lineFeed, found.dataStart);
  found.dataEnd = hasReturn ? endOfLine(bytes, found.dataStart, feed) : feed;
  if (found.dataEnd === -1) return false;
  found.end = endOfBlankLine(bytes, feed + 1);
  return found.end !== -1;
}

/** The position after the first blank line's end, from the end of a line at `from` on; the length where there is none. */
export function endOfOpenBlock(bytes: Uint8Array, from = 0): number {
  let position = bytes.indexOf(lineFeed, from);
  while (position !== -1) {
    const end = endOfBlankLine(bytes, position + 1);
    if (end !== -1) return end;
    position = bytes.indexOf(lineFeed, position + 1);
  }
  return bytes.length;
}

/** Of the line that ends with the LF at `feed`, less the CR before that; -1 where any other CR ends it, or nothing does. */
function endOfLine(bytes: Uint8Array, start: number, feed: number): number {
  if (feed === -1) return -1;
  const ending = bytes.indexOf(carriageReturn, start);
  if (ending === -1 || ending > feed) return feed;
  return ending === feed - 1 ? ending : -1;
}

function endOfBlankLine(bytes: Uint8Array, at: number): number {
  if (bytes[at] === lineFeed) return at + 1;
  return bytes[at] === carriageReturn && bytes[at + 1] === lineFeed ? at + 2 : -1;
}

/** One space after the colon is no part of the value. */
function valueAt(bytes: Uint8Array, afterColon: number): number {
  return bytes[afterColon] === space ? afterColon + 1 : afterColon;
}

function isFieldAt(bytes: Uint8Array, position: number, field: readonly number[]): boolean {
  for (let index = 0; index < field.length; index += 1) if (bytes[position + index] !== field[index]) return false;
  return true;
}
