/**
 * The provenance of a block: an append-only list of pieces that behaves as a value. All versions share one growing
 * array; a version sees only its own `length` of it (as a slice does in Go), so appending costs O(1) and never
 * changes what an older version shows. Copying per delta would make a stream of n events cost n squared.
 */

/** `event` wrote the characters [start, end) (UTF-16 units) of its block's text. */
export type Piece = { readonly event: number; readonly start: number; readonly end: number };

export type PieceList = {
  /** Shared storage: read only the first `length` items. */
  readonly items: readonly Piece[];
  readonly length: number;
};

/** To begin with; appending to it makes a storage of its own. */
export const emptyPieceList: PieceList = { items: [], length: 0 };

/** A list with `piece` after the pieces of `list`; `list` itself stays as it was. */
export function appendPiece(list: PieceList, piece: Piece): PieceList {
  const isTip = list.length > 0 && list.items.length === list.length;
  const items = (isTip ? list.items : list.items.slice(0, list.length)) as Piece[];
  items.push(piece);
  return { items, length: list.length + 1 };
}

/** The piece that covers the character at `offset`, found by binary search; null when none does. */
export function pieceAt(list: PieceList, offset: number): Piece | null {
  let low = 0;
  let high = list.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const piece = list.items[middle] as Piece;
    if (offset < piece.start) high = middle - 1;
    else if (offset >= piece.end) low = middle + 1;
    else return piece;
  }
  return null;
}

/** Pieces that `event` wrote, in order (usually none or one). Pieces are sorted by event, so this is a binary search too. */
export function piecesOfEvent(list: PieceList, event: number): readonly Piece[] {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list.items[middle] as Piece).event < event) low = middle + 1;
    else high = middle;
  }
  const found: Piece[] = [];
  for (let index = low; index < list.length; index += 1) {
    const piece = list.items[index] as Piece;
    if (piece.event !== event) break;
    found.push(piece);
  }
  return found;
}
