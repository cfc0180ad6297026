/** Bytes as lines of hex and text, cut into runs where a network chunk begins or what is lit begins or ends. Pure. */

/** A run of bytes of one line that look the same. */
export type HexRun = {
  /** Place of its first byte in the body. */
  readonly offset: number;
  readonly hex: string;
  readonly text: string;
  readonly isLit: boolean;
  /** A network chunk begins with the first byte of this run. */
  readonly isChunkStart: boolean;
  /** Events in turn: 0, 1, 0, 1…; null where no event stands. */
  readonly band: 0 | 1 | null;
  /** The chunk's border before it cuts a character of UTF-8 in two. */
  readonly isCutCharacter: boolean;
};

export type HexLine = { readonly offset: number; readonly runs: readonly HexRun[] };

export type HexMarks = {
  /** Offsets at which chunks begin, rising. */
  readonly chunkStarts: readonly number[];
  /** Half-open, in offsets of the body. */
  readonly lit: { readonly start: number; readonly end: number } | null;
  /** Offsets at which events begin, rising; none: no bands. */
  readonly eventStarts?: ArrayLike<number>;
  /** The bytes are UTF-8, so that a character that is cut can be told. */
  readonly isText?: boolean;
};

/** One line of `bytes`, which stand at `offset` in the body. */
export function hexLine(bytes: Uint8Array, offset: number, marks: HexMarks): HexLine {
  const runs: HexRun[] = [];
  let from = 0;
  for (let at = 1; at <= bytes.length; at += 1) {
    if (at < bytes.length && !isEdge(offset + at, marks)) continue;
    runs.push(runOf(bytes.subarray(from, at), offset + from, marks));
    from = at;
  }
  return { offset, runs };
}

/** All lines of a small piece. */
export function hexLines(bytes: Uint8Array, offset: number, width: number, marks: HexMarks): readonly HexLine[] {
  const lines: HexLine[] = [];
  for (let at = 0; at < bytes.length; at += width) {
    lines.push(hexLine(bytes.subarray(at, at + width), offset + at, marks));
  }
  return lines;
}

function isEdge(offset: number, marks: HexMarks): boolean {
  if (offset === marks.lit?.start || offset === marks.lit?.end || isChunkStart(offset, marks)) return true;
  const starts = marks.eventStarts;
  return starts !== undefined && starts[lastAtOrBefore(starts, offset)] === offset;
}

function isChunkStart(offset: number, marks: HexMarks): boolean {
  return marks.chunkStarts[lastAtOrBefore(marks.chunkStarts, offset)] === offset;
}

/** Index of the last of the rising `offsets` that is not above `offset`; -1 before the first. */
export function lastAtOrBefore(offsets: ArrayLike<number>, offset: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] as number) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function bandOf(offset: number, marks: HexMarks): 0 | 1 | null {
  const event = marks.eventStarts === undefined ? -1 : lastAtOrBefore(marks.eventStarts, offset);
  return event < 0 ? null : event % 2 === 0 ? 0 : 1;
}

function runOf(bytes: Uint8Array, offset: number, marks: HexMarks): HexRun {
  const lit = marks.lit;
  const isStart = isChunkStart(offset, marks);
  return {
    offset,
    hex: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' '),
    text: Array.from(bytes, characterOf).join(''),
    isLit: lit !== null && offset >= lit.start && offset < lit.end,
    isChunkStart: isStart,
    // 10xxxxxx continues a character (RFC 3629 section 3).
    isCutCharacter: isStart && marks.isText === true && offset > 0 && ((bytes[0] as number) & 0xc0) === 0x80,
    band: bandOf(offset, marks),
  };
}

/** Printable ASCII as it is, line feed and others as a mark of the same width. */
function characterOf(byte: number): string {
  if (byte === 0x20) return '·';
  if (byte === 0x0a) return '↵';
  return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}
