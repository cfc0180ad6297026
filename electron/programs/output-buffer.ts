/** The last part of what a program has written, and its pieces handed on at a pace that a window can take. */
import { keptOutput, type ProgramOutput } from '../../shared/model/program.ts';

export type OutputBuffer = {
  readonly write: (text: string) => void;
  /** Everything that is kept. */
  readonly all: () => ProgramOutput;
  /** Hands on at once what waits. */
  readonly flush: () => void;
};

const pieceMs = 50;

/** @param onPiece at most 20 times a second; a piece never exceeds what is kept */
export function createOutputBuffer(id: string, onPiece: (piece: ProgramOutput) => void): OutputBuffer {
  let kept = '';
  let total = 0;
  let told = 0;
  let timer: NodeJS.Timeout | null = null;
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const fresh = Math.min(total - told, kept.length);
    told = total;
    if (fresh > 0) onPiece({ id, text: kept.slice(kept.length - fresh), total });
  };
  return {
    write: (text) => {
      if (text === '') return;
      total += text.length;
      kept += text;
      // Cut seldom, and never between the halves of a character.
      if (kept.length > keptOutput * 1.5) kept = kept.slice(kept.length - keptOutput).replace(/^[\udc00-\udfff]/, '');
      timer ??= setTimeout(flush, pieceMs);
    },
    all: () => ({ id, text: kept.slice(-keptOutput), total }),
    flush,
  };
}
