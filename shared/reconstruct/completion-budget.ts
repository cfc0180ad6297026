/**
 * What a completion may grow to. A stream without end must not fill memory: above the budget the deltas that add content
 * are dropped (from the completion and from the event's record alike), those that end and count still pass.
 */
import { assertNever } from '../lib/assert-never.ts';
import type { Delta } from '../model/delta.ts';

/** Characters of content, all choices together. */
export const defaultBudgetCharacters = 8 * 1024 * 1024;

/** What a block costs before it holds anything: bounds streams that open blocks without end. */
const blockCost = 1024;

const noDeltas: readonly Delta[] = [];

export type CompletionBudget = {
  /** The deltas that fit. The same list when all do. */
  readonly admit: (deltas: readonly Delta[]) => readonly Delta[];
  readonly isExceeded: () => boolean;
};

/** A budget for one exchange. Once it is spent it stays so, that no later small piece leaves a gap behind it. */
export function createCompletionBudget(characters: number = defaultBudgetCharacters): CompletionBudget {
  let left = characters;
  let isSpent = false;

  function fits(delta: Delta): boolean {
    const cost = costOf(delta);
    if (cost === 0) return true;
    if (cost === Number.POSITIVE_INFINITY) return false;
    if (cost > left) isSpent = true;
    if (isSpent) return false;
    left -= cost;
    return true;
  }
  return {
    admit: (deltas) => {
      const only = deltas.length === 1 ? deltas[0] : undefined;
      if (only !== undefined) return fits(only) ? deltas : noDeltas;
      const admitted = deltas.filter(fits);
      return admitted.length === deltas.length ? deltas : admitted;
    },
    isExceeded: () => isSpent,
  };
}

/** Characters that a delta adds to a block's text; 0 for all other deltas. Every piece is an entry of its provenance as well. */
export function textCost(delta: Delta): number {
  switch (delta.type) {
    case 'text-delta':
    case 'reasoning-delta':
    case 'refusal-delta':
    case 'tool-input-delta':
    case 'data-delta':
      return delta.text.length + 16;
    default:
      return 0;
  }
}

/** Characters that a delta adds; 0 for those that only end, name or count. */
function costOf(delta: Delta): number {
  switch (delta.type) {
    case 'text-delta':
    case 'reasoning-delta':
    case 'refusal-delta':
    case 'tool-input-delta':
    case 'data-delta':
      return textCost(delta);
    case 'block-start':
      return blockCost;
    case 'citation':
      return blockCost + sizeOf(delta.citation.native);
    case 'block-patch':
      return delta.native === undefined ? 0 : sizeOf(delta.native);
    case 'response-start':
    case 'block-end':
    case 'choice-end':
    case 'usage':
    case 'response-error':
    case 'response-end':
      return 0;
    default:
      return assertNever(delta);
  }
}

/**
 * Rare deltas only (whole blocks, citations), so measuring by writing them out is cheap enough. A value too deep to be
 * written (a hostile one: it parses, but cannot be written) counts as more than there is.
 */
function sizeOf(native: unknown): number {
  try {
    return JSON.stringify(native)?.length ?? 0;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
