/** Places of pieces as one number, sorted as an exchange is read. */
import type { Place, PlaceKind } from '../../shared/model/conversation.ts';

/** Never reordered: the position is stored. */
const kinds: readonly PlaceKind[] = [
  'parameter',
  'tool',
  'message',
  'block',
  'request-headers',
  'response-headers',
  'error',
];
const perKind = 1_000_000;

/** The stored number of a place. */
export function placeCode({ kind, index }: Place): number {
  return kinds.indexOf(kind) * perKind + index;
}

/** The place of a stored number. */
export function placeOf(code: number): Place {
  return { kind: kinds[Math.floor(code / perKind)] ?? 'error', index: code % perKind };
}
