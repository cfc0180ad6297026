/** Both directions of provenance (DESIGN.md 1.4): which characters an event wrote, which events wrote these characters. */
import type { Block, Completion } from '../../../shared/model/completion.ts';
import { type Piece, pieceAt, piecesOfEvent } from '../../../shared/model/piece-list.ts';

/** Characters [start, end) (UTF-16 units) of one block. */
export type BlockRange = {
  readonly choice: number;
  readonly key: string;
  readonly start: number;
  readonly end: number;
};

/** Events [first, last], both included. */
export type EventRange = { readonly first: number; readonly last: number };

/** What the events of a range wrote: one stretch per block, in order of choices and blocks. */
export function rangesOfEvents(completion: Completion, range: EventRange): readonly BlockRange[] {
  const found: BlockRange[] = [];
  for (const choice of completion.choices) {
    for (const block of choice.blocks) {
      const stretch = stretchInBlock(block, range);
      if (stretch !== null) found.push({ choice: choice.index, key: block.key, ...stretch });
    }
  }
  return found;
}

function stretchInBlock(block: Block, range: EventRange): { readonly start: number; readonly end: number } | null {
  if (block.lastEvent < range.first || block.firstEvent > range.last) return null;
  if (range.first === range.last) {
    const pieces = piecesOfEvent(block.pieces, range.first);
    const first = pieces[0];
    const last = pieces[pieces.length - 1];
    return first === undefined || last === undefined ? null : { start: first.start, end: last.end };
  }
  const from = firstPieceFrom(block, range.first);
  const to = firstPieceFrom(block, range.last + 1) - 1;
  if (from > to) return null;
  return { start: (block.pieces.items[from] as Piece).start, end: (block.pieces.items[to] as Piece).end };
}

/** Index of the first piece that `event` or a later event wrote. */
function firstPieceFrom(block: Block, event: number): number {
  let low = 0;
  let high = block.pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((block.pieces.items[middle] as Piece).event < event) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The events that wrote the characters [start, end) of a block; null when nobody did. An empty range asks for one character. */
export function eventsOfRange(block: Block, start: number, end: number): EventRange | null {
  const first = pieceAt(block.pieces, start) ?? pieceAt(block.pieces, start - 1);
  const last = end > start ? (pieceAt(block.pieces, end - 1) ?? first) : first;
  if (first === null || last === null) return null;
  return { first: Math.min(first.event, last.event), last: Math.max(first.event, last.event) };
}

/** All events of a block, its start and end included. */
export function eventsOfBlock(block: Block): EventRange {
  return { first: block.firstEvent, last: Math.max(block.firstEvent, block.lastEvent) };
}

/** The block of a range. */
export function findBlock(completion: Completion, choice: number, key: string): Block | null {
  return completion.choices.find((one) => one.index === choice)?.blocks.find((block) => block.key === key) ?? null;
}
