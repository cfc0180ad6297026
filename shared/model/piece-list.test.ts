import { expect, test } from 'vitest';
import { appendPiece, emptyPieceList, type PieceList, pieceAt, piecesOfEvent } from './piece-list.ts';

const shown = (list: PieceList): readonly unknown[] => list.items.slice(0, list.length);
const piece = (event: number, start: number, end: number) => ({ event, start, end });

test('an older version keeps showing what it showed, also when it is continued a second time', () => {
  const one = appendPiece(emptyPieceList, piece(1, 0, 3));
  const two = appendPiece(one, piece(2, 3, 5));
  const other = appendPiece(one, piece(9, 3, 4));
  expect(shown(emptyPieceList)).toEqual([]);
  expect(shown(one)).toEqual([piece(1, 0, 3)]);
  expect(shown(two)).toEqual([piece(1, 0, 3), piece(2, 3, 5)]);
  expect(shown(other)).toEqual([piece(1, 0, 3), piece(9, 3, 4)]);
  expect(shown(appendPiece(two, piece(3, 5, 6)))).toHaveLength(3);
});

test('two lists that start from nothing do not share their storage', () => {
  const one = appendPiece(emptyPieceList, piece(1, 0, 1));
  const two = appendPiece(emptyPieceList, piece(2, 0, 1));
  expect(one.items).not.toBe(two.items);
});

test('appending to the newest version copies nothing', () => {
  const one = appendPiece(emptyPieceList, piece(1, 0, 1));
  expect(appendPiece(one, piece(2, 1, 2)).items).toBe(one.items);
});

test('finds the piece of a character and the pieces of an event, in its own version only', () => {
  const old = [piece(3, 0, 2), piece(5, 2, 6), piece(5, 6, 7)].reduce(appendPiece, emptyPieceList);
  appendPiece(old, piece(8, 7, 9));
  expect([0, 1, 2, 5, 6, 7].map((offset) => pieceAt(old, offset)?.event ?? null)).toEqual([3, 3, 5, 5, 5, null]);
  expect(piecesOfEvent(old, 5)).toEqual([piece(5, 2, 6), piece(5, 6, 7)]);
  expect(piecesOfEvent(old, 4)).toEqual([]);
  expect(piecesOfEvent(old, 8)).toEqual([]);
});
