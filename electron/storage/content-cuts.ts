/**
 * Where to cut bytes so that the same content is cut at the same places wherever it stands (FastCDC with a gear hash and
 * two masks). Pure. Another table or other sizes would only cost what is shared with bodies that were packed before.
 * @see https://www.usenix.org/conference/atc16/technical-sessions/presentation/xia
 */

/** Sizes in bytes; `usual` must be a power of two. */
export type CutSizes = { readonly least: number; readonly usual: number; readonly most: number };

/** Requests repeat their history: small pieces, since the last piece of every turn is a new one. */
export const requestCuts: CutSizes = { least: 1024, usual: 4096, most: 32_768 };
/** Answers seldom repeat: larger pieces pack better. */
export const responseCuts: CutSizes = { least: 16_384, usual: 32_768, most: 131_072 };

/** How much harder a cut is before the usual size, and easier after it, in bits. */
const normalization = 2;
const gear = gearTable();

/** The end (exclusive) of the piece that begins at `start`; at most `bytes.length`. */
export function nextCut(bytes: Uint8Array, start: number, { least, usual, most }: CutSizes): number {
  const end = Math.min(bytes.length, start + most);
  if (end - start <= least) return end;
  const bits = Math.log2(usual);
  const turn = Math.min(end, start + usual);
  let hash = 0;
  let at = start + least;
  // The last bits that a byte reaches are the highest: 32 bytes decide.
  const hard = highBits(bits + normalization);
  for (; at < turn; at += 1) {
    hash = ((hash << 1) + (gear[bytes[at] as number] as number)) | 0;
    if ((hash & hard) === 0) return at + 1;
  }
  const easy = highBits(bits - normalization);
  for (; at < end; at += 1) {
    hash = ((hash << 1) + (gear[bytes[at] as number] as number)) | 0;
    if ((hash & easy) === 0) return at + 1;
  }
  return end;
}

function highBits(count: number): number {
  return -1 << (32 - count);
}

/** 256 numbers that look random, the same ones forever (xorshift32). */
function gearTable(): Int32Array {
  const table = new Int32Array(256);
  let state = 0x9e3779b9;
  for (let index = 0; index < table.length; index += 1) {
    for (let round = 0; round < 4; round += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
    }
    table[index] = state;
  }
  return table;
}
