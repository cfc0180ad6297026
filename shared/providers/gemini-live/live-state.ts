/** What is known of a Gemini Live session, and the blocks of the turn that is going on. */
import type { BlockKind, Delta } from '../../model/delta.ts';
import type { UsageReport } from '../../model/usage.ts';
import type { ErrorFacts } from '../provider-error.ts';

export type LiveState = {
  readonly facts: ErrorFacts;
  /** The turn that is going on, from 0. */
  readonly turn: number;
  /** Keys of blocks that are open. */
  readonly open: ReadonlySet<string>;
  readonly usage: UsageReport | null;
  readonly callCount: number;
  /** Characters of sound and pictures that went into the completion. */
  readonly mediaCharacters: number;
};

/** Before the first message. */
export function emptySession(facts: ErrorFacts): LiveState {
  return { facts, turn: 0, open: new Set(), usage: null, callCount: 0, mediaCharacters: 0 };
}

/** A block of the current turn, begun where it was not; its start goes into `deltas`. */
export function blockIn(
  state: LiveState,
  part: string,
  kind: BlockKind,
  deltas: Delta[],
): { readonly state: LiveState; readonly block: string } {
  const block = `${state.turn}:${part}`;
  if (state.open.has(block)) return { state, block };
  const name = part === 'user' ? { name: 'user' } : {};
  deltas.push({ type: 'block-start', choice: 0, block, kind, ...name });
  return { state: { ...state, open: new Set([...state.open, block]) }, block };
}

/** A piece of text in a block of the current turn. */
export function sayIn(
  state: LiveState,
  part: string,
  kind: 'text' | 'reasoning' | 'other',
  text: string,
  deltas: Delta[],
): LiveState {
  const at = blockIn(state, part, kind, deltas);
  const type = kind === 'reasoning' ? 'reasoning-delta' : 'text-delta';
  deltas.push({ type, choice: 0, block: at.block, text });
  return at.state;
}

/** Ends what is open; what comes next is another turn. */
export function endTurn(state: LiveState, deltas: Delta[]): LiveState {
  for (const block of state.open) deltas.push({ type: 'block-end', choice: 0, block });
  return { ...state, open: new Set(), turn: state.turn + 1 };
}
