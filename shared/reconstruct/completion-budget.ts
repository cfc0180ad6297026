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

/** Every piece of text is an entry of its block's provenance as well. */
const pieceCost = 16;

/** No value that a vendor sends is nested so deep, and whatever is less deep can be written as JSON. */
const shallow = 200;

const noDeltas: readonly Delta[] = [];

export type CompletionBudget = {
  /** The deltas that fit. The same list when all do. `eventCharacters`: of the event that they were made of; null where there is none. */
  readonly admit: (deltas: readonly Delta[], eventCharacters: number | null) => readonly Delta[];
  /** `admit` of one piece of text. */
  readonly admitText: (characters: number) => boolean;
  readonly isExceeded: () => boolean;
};

/** A budget for one exchange. Once it is spent it stays so, that no later small piece leaves a gap behind it. */
export function createCompletionBudget(characters: number = defaultBudgetCharacters): CompletionBudget {
  let left = characters;
  let isSpent = false;

  function pays(cost: number): boolean {
    if (cost === 0) return true;
    if (cost === Number.POSITIVE_INFINITY) return false;
    if (cost > left) isSpent = true;
    if (isSpent) return false;
    left -= cost;
    return true;
  }

  function admit(deltas: readonly Delta[], eventCharacters: number | null): readonly Delta[] {
    const only = deltas.length === 1 ? deltas[0] : undefined;
    if (only !== undefined) return pays(costOf(only, eventCharacters)) ? deltas : noDeltas;
    const admitted = deltas.filter((delta) => pays(costOf(delta, eventCharacters)));
    return admitted.length === deltas.length ? deltas : admitted;
  }

  return { admit, admitText: (characters) => pays(characters + pieceCost), isExceeded: () => isSpent };
}

/** Characters that a delta adds to a block's text, and what its piece costs; 0 for all other deltas. */
export function textCost(delta: Delta): number {
  switch (delta.type) {
    case 'text-delta':
    case 'reasoning-delta':
    case 'refusal-delta':
    case 'tool-input-delta':
    case 'data-delta':
      return delta.text.length + pieceCost;
    default:
      return 0;
  }
}

/** Characters that a delta adds; 0 for those that only end, name or count. */
function costOf(delta: Delta, eventCharacters: number | null): number {
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
      return blockCost + sizeOf(delta.citation.native, eventCharacters);
    case 'block-patch':
      return delta.native === undefined ? 0 : sizeOf(delta.native, eventCharacters);
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
 * What came as part of an event is no larger than the event: writing it out to measure it cost 2 % of reading recordings. A
 * value too deep to be written (a hostile one: it parses, but cannot be written) counts as more than there is.
 */
function sizeOf(native: unknown, eventCharacters: number | null): number {
  if (eventCharacters !== null && isShallow(native, shallow)) return eventCharacters;
  try {
    return JSON.stringify(native)?.length ?? 0;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  for (const inner of Object.values(value)) if (!isShallow(inner, levels - 1)) return false;
  return true;
}
