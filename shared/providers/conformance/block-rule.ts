/** Blocks open, take pieces and close, in the order of their indexes: for formats whose events say so one by one. */
import type { Report } from './watch.ts';

export type BlockRule = {
  /** `order`: the index that the block has on the wire, where blocks are numbered from 0. */
  readonly start: (eventIndex: number, block: string, order: number | null) => void;
  readonly delta: (eventIndex: number, block: string) => void;
  readonly stop: (eventIndex: number, block: string) => void;
  /** A new message begins: its blocks are others. */
  readonly restart: () => void;
  /** The message is over: what is still open was never closed. */
  readonly end: (eventIndex: number | null) => void;
};

/** `word`: what the format calls a block. */
export function createBlockRule(word: string, report: Report): BlockRule {
  const blocks = new Map<string, 'open' | 'closed' | 'told'>();
  let next = 0;
  return {
    start: (eventIndex, block, order) => {
      if (blocks.has(block)) report('block-started-twice', `${word} ${block} starts a second time.`, eventIndex);
      else if (order !== null && order !== next) {
        report('block-order', `${word} ${order} starts where ${next} is due.`, eventIndex);
      }
      if (order !== null) next = Math.max(next, order + 1);
      blocks.set(block, 'open');
    },
    delta: (eventIndex, block) => {
      const state = blocks.get(block);
      if (state === 'open' || state === 'told') return;
      if (state === 'closed') report('delta-after-end', `A piece of ${word} ${block} after its end.`, eventIndex);
      else report('block-not-started', `A piece of ${word} ${block}, which never started.`, eventIndex);
      // Told once for each block.
      blocks.set(block, 'told');
    },
    stop: (eventIndex, block) => {
      const state = blocks.get(block);
      if (state === undefined)
        report('block-not-started', `The end of ${word} ${block}, which never started.`, eventIndex);
      else if (state === 'closed') report('delta-after-end', `${word} ${block} ends a second time.`, eventIndex);
      blocks.set(block, 'closed');
    },
    restart: () => {
      blocks.clear();
      next = 0;
    },
    end: (eventIndex) => {
      for (const [block, state] of blocks) {
        if (state === 'open') report('block-not-closed', `${word} ${block} was never closed.`, eventIndex);
      }
      blocks.clear();
    },
  };
}
