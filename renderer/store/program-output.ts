/** Output of a program as the window holds it: a snapshot and live pieces joined by their place. Pure. */
import { keptOutput, type ProgramOutput } from '../../shared/model/program.ts';

/** `piece` behind what is known: what is known already is not repeated, and no more is held than is kept. */
export function joinOutput(known: ProgramOutput, piece: ProgramOutput): ProgramOutput {
  const fresh = piece.total - known.total;
  if (fresh <= 0) return known;
  const text = known.text + piece.text.slice(Math.max(0, piece.text.length - fresh));
  return { id: known.id, text: text.slice(-keptOutput), total: piece.total };
}
