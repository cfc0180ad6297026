/**
 * The common case of an event stream, found without taking lines apart: `data: …` and a blank line, an `event: …` line
 * before it or not, all within one chunk. Whatever looks otherwise in any way is left to the line by line decoder.
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
const space = 32;
const dataField = [0x64, 0x61, 0x74, 0x61, 0x3a, space] as const;
const eventField = [0x65, 0x76, 0x65, 0x6e, 0x74, 0x3a, space] as const;

/** A place for `findSimpleBlock` to write to: one per decoder, since it is asked for every event. */
export function createSimpleBlock(): SimpleBlock {
  return { nameStart: 0, nameEnd: 0, dataStart: 0, dataEnd: 0, end: 0 };
}

/** Is there such a block at `from`? Fills `found`. The caller knows that the chunk holds no CR. */
export function findSimpleBlock(bytes: Uint8Array, from: number, found: SimpleBlock): boolean {
  let position = from;
  found.nameStart = 0;
  found.nameEnd = 0;
  if (isFieldAt(bytes, position, eventField)) {
    found.nameStart = position + eventField.length;
    found.nameEnd = bytes.indexOf(lineFeed, found.nameStart);
    if (found.nameEnd === -1) return false;
    position = found.nameEnd + 1;
  }
  if (!isFieldAt(bytes, position, dataField)) return false;
  found.dataStart = position + dataField.length;
  found.dataEnd = bytes.indexOf(lineFeed, found.dataStart);
  if (found.dataEnd === -1 || bytes[found.dataEnd + 1] !== lineFeed) return false;
  found.end = found.dataEnd + 2;
  return true;
}

/** The position after the first blank line's end, counted from the end of a line; the length where there is none. */
export function endOfOpenBlock(bytes: Uint8Array): number {
  let position = bytes.indexOf(lineFeed);
  while (position !== -1) {
    if (bytes[position + 1] === lineFeed) return position + 2;
    position = bytes.indexOf(lineFeed, position + 1);
  }
  return bytes.length;
}

function isFieldAt(bytes: Uint8Array, position: number, field: readonly number[]): boolean {
  for (let index = 0; index < field.length; index += 1) if (bytes[position + index] !== field[index]) return false;
  return true;
}
