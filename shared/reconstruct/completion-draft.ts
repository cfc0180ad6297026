/**
 * A completion while deltas come faster than anyone looks: pieces and citations of blocks wait beside it and are put in when
 * the value is asked for, or when a delta does anything else. `reduceCompletion` says what every delta means; here a
 * thousand pieces cost one copy of their block, and of the lists around it, instead of a thousand.
 */
import type { Block, Completion } from '../model/completion.ts';
import type { Citation, Delta } from '../model/delta.ts';
import { appendPiece, type PieceList } from '../model/piece-list.ts';
import { reduceCompletion } from './accumulator.ts';

export type CompletionDraft = {
  /** As `reduceCompletion`. */
  readonly add: (delta: Delta, eventIndex: number) => void;
  /** The completion so far, a value that stays as it is. Cheap when nothing came since the last look. */
  readonly value: () => Completion;
};

type PieceDelta = Extract<
  Delta,
  { readonly type: 'text-delta' | 'reasoning-delta' | 'refusal-delta' | 'tool-input-delta' | 'data-delta' }
>;

/** A block of `completion` that grows: what it holds now. */
type Growing = {
  readonly choice: number;
  readonly key: string;
  readonly choicePosition: number;
  readonly blockPosition: number;
  text: string;
  pieces: PieceList;
  citations: Citation[] | null;
  lastEvent: number;
  isChanged: boolean;
};

/** A draft that goes on from `start`. */
export function createCompletionDraft(start: Completion): CompletionDraft {
  let completion = start;
  let growing: Growing[] = [];
  let current: Growing | null = null;

  function settle(): void {
    const changed = growing.filter((entry) => entry.isChanged);
    if (changed.length > 0) completion = withGrown(completion, changed);
    for (const entry of changed) entry.isChanged = false;
  }

  function find(choice: number, key: string): Growing | null {
    if (current !== null && current.choice === choice && current.key === key) return current;
    const known =
      growing.find((entry) => entry.choice === choice && entry.key === key) ?? open(completion, choice, key);
    if (known !== null && !growing.includes(known)) growing.push(known);
    current = known;
    return known;
  }

  function add(delta: Delta, eventIndex: number): void {
    const entry = isPiece(delta) || delta.type === 'citation' ? find(delta.choice, delta.block) : null;
    if (entry !== null && isPiece(delta)) grow(entry, delta, eventIndex);
    else if (entry !== null && delta.type === 'citation') cite(entry, delta.citation, completion, eventIndex);
    else if (isBeside(delta)) completion = reduceCompletion(completion, delta, eventIndex);
    else {
      settle();
      completion = reduceCompletion(completion, delta, eventIndex);
      growing = [];
      current = null;
    }
  }

  return {
    add,
    value: () => {
      settle();
      return completion;
    },
  };
}

/** Leaves all choices as they are. Some servers count after every word. */
function isBeside({ type }: Delta): boolean {
  return type === 'usage' || type === 'response-start' || type === 'response-error';
}

function isPiece(delta: Delta): delta is PieceDelta {
  switch (delta.type) {
    case 'text-delta':
    case 'reasoning-delta':
    case 'refusal-delta':
    case 'tool-input-delta':
    case 'data-delta':
      return true;
    default:
      return false;
  }
}

/** Null for a block that has not begun: the delta itself begins it. */
function open(completion: Completion, choice: number, key: string): Growing | null {
  const choicePosition = completion.choices.findIndex(({ index }) => index === choice);
  const blocks = completion.choices[choicePosition]?.blocks ?? [];
  const blockPosition = blocks.findLastIndex((block) => block.key === key);
  const block = blocks[blockPosition];
  if (block === undefined) return null;
  const { text, pieces, lastEvent } = block;
  return {
    choice,
    key,
    choicePosition,
    blockPosition,
    text,
    pieces,
    citations: null,
    lastEvent,
    isChanged: false,
  };
}

function grow(entry: Growing, { text }: PieceDelta, event: number): void {
  entry.isChanged = true;
  entry.lastEvent = event;
  if (text === '') return;
  const start = entry.text.length;
  entry.text += text;
  entry.pieces = appendPiece(entry.pieces, { event, start, end: start + text.length });
}

function cite(entry: Growing, citation: Citation, { choices }: Completion, event: number): void {
  entry.citations ??= [...(choices[entry.choicePosition]?.blocks[entry.blockPosition]?.citations ?? [])];
  entry.citations.push(citation);
  entry.isChanged = true;
  entry.lastEvent = event;
}

function withGrown(completion: Completion, grown: readonly Growing[]): Completion {
  const choices = completion.choices.slice();
  for (const [position, choice] of choices.entries()) {
    const own = grown.filter((entry) => entry.choicePosition === position);
    if (own.length === 0) continue;
    const blocks = choice.blocks.slice();
    for (const entry of own) blocks[entry.blockPosition] = grownBlock(blocks[entry.blockPosition] as Block, entry);
    const { index, finishReason, rawFinishReason } = choice;
    choices[position] = { index, blocks, finishReason, rawFinishReason };
  }
  const { id, model, usage, error, isEnded } = completion;
  return { id, model, choices, usage, error, isEnded };
}

/** Written out: see accumulator.ts. The draft's list of citations goes on growing, so the block gets a copy. */
function grownBlock(block: Block, { text, pieces, citations, lastEvent }: Growing): Block {
  return {
    choice: block.choice,
    key: block.key,
    kind: block.kind,
    text,
    name: block.name,
    toolCallId: block.toolCallId,
    isProviderExecuted: block.isProviderExecuted,
    signature: block.signature,
    mediaType: block.mediaType,
    citations: citations === null ? block.citations : citations.slice(),
    native: block.native,
    isOpen: block.isOpen,
    pieces,
    firstEvent: block.firstEvent,
    lastEvent,
  };
}
