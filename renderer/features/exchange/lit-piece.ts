/** Where in the text of an event the piece stands that it wrote. Pure. */
import type { EventRecord } from '../../../shared/model/event-record.ts';

/** Cuts `text` around the piece, as JSON writes it; null when it stands there in no such form, or more than once. */
export function cutAtPiece(text: string, event: EventRecord): readonly [string, string, string] | null {
  const delta = event.deltas.find((one) => 'text' in one && one.text.trim() !== '');
  if (delta === undefined || !('text' in delta)) return null;
  const piece = JSON.stringify(delta.text).slice(1, -1);
  // With its quotes first: a short piece may stand in a name as well.
  for (const wanted of [`"${piece}"`, piece]) {
    const at = text.indexOf(wanted);
    if (at === -1 || text.indexOf(wanted, at + 1) !== -1) continue;
    const from = wanted === piece ? at : at + 1;
    return [text.slice(0, from), piece, text.slice(from + piece.length)];
  }
  return null;
}
