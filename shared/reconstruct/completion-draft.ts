/**
 * A completion while deltas come faster than anyone looks. `reduceCompletion` says what every delta means; here choices and
 * blocks are changed in place and made into values when the value is asked for: a thousand pieces cost one copy of their
 * block, and what frames them costs none of the lists around it.
 */
import type { Block, Choice, Completion } from '../model/completion.ts';
import type { Citation, Delta } from '../model/delta.ts';
import type { Piece, PieceList } from '../model/piece-list.ts';
import {
  type BlockDelta,
  closedBlock,
  endedCompletion,
  openBlock,
  reduceBlock,
  reduceCompletion,
} from './accumulator.ts';
import type { PieceDelta } from './event-repeats.ts';

export type CompletionDraft = {
  /** As `reduceCompletion`. */
  readonly add: (delta: Delta, eventIndex: number) => void;
  /** `add` of a piece of text: most deltas are one, and say so. */
  readonly addPiece: (delta: PieceDelta, eventIndex: number) => void;
  /** The completion so far, a value that stays as it is. Cheap when nothing came since the last look. */
  readonly value: () => Completion;
};

/** `block` and what has come since it was made; all of it is in `block` unless `isGrown`. */
type DraftBlock = {
  block: Block;
  text: string;
  /** The storage of its list of pieces, to whose end they are added: values that were shown see only their own length. */
  pieces: Piece[];
  citations: Citation[] | null;
  lastEvent: number;
  isGrown: boolean;
};

type DraftChoice = {
  readonly index: number;
  readonly blocks: DraftBlock[];
  finishReason: Choice['finishReason'];
  rawFinishReason: string | null;
  /** As it was last shown; null: it has changed since. */
  value: Choice | null;
};

/** A draft that goes on from `start`. */
export function createCompletionDraft(start: Completion): CompletionDraft {
  /** All but the choices. */
  let head = start;
  const choices: DraftChoice[] = start.choices.map(draftOf);
  let shown: Completion | null = start;
  /** Where the last piece went, which is nearly always where the next one goes. */
  let choice: DraftChoice | null = null;
  let current: DraftBlock | null = null;

  function choiceAt(index: number): DraftChoice {
    const position = choices.findIndex((other) => other.index >= index);
    const found = position === -1 ? undefined : choices[position];
    if (found?.index === index) return found;
    const added: DraftChoice = { index, blocks: [], finishReason: null, rawFinishReason: null, value: null };
    choices.splice(position === -1 ? choices.length : position, 0, added);
    return added;
  }

  function find(delta: BlockDelta): DraftBlock | null {
    if (choice?.index !== delta.choice) choice = choiceAt(delta.choice);
    else if (current?.block.key === delta.block) return current;
    current = lastOf(choice.blocks, delta.block);
    return current;
  }

  function addToBlock(delta: BlockDelta, eventIndex: number): void {
    const entry = find(delta);
    if (choice === null) return;
    choice.value = null;
    if (entry === null) {
      current = draftBlock(reduceBlock(openBlock(delta, eventIndex), delta, eventIndex));
      choice.blocks.push(current);
    } else changeBlock(entry, delta, eventIndex);
  }

  function addPiece(delta: PieceDelta, eventIndex: number): void {
    shown = null;
    const entry = find(delta);
    if (entry === null || choice === null) {
      addToBlock(delta, eventIndex);
      return;
    }
    choice.value = null;
    grow(entry, delta.text, eventIndex);
  }

  function endChoice(ended: DraftChoice): void {
    ended.value = null;
    for (const entry of ended.blocks) {
      const block = settled(entry);
      if (block.isOpen) entry.block = closedBlock(block, block.lastEvent);
    }
  }

  function add(delta: Delta, eventIndex: number): void {
    shown = null;
    switch (delta.type) {
      case 'usage':
      case 'response-start':
      case 'response-error':
        head = reduceCompletion(head, delta, eventIndex);
        break;
      case 'response-end':
        head = endedCompletion(head, head.choices);
        for (const ended of choices) endChoice(ended);
        break;
      case 'choice-end': {
        const ended = choiceAt(delta.choice);
        endChoice(ended);
        ended.finishReason = delta.finishReason;
        ended.rawFinishReason = delta.rawFinishReason;
        break;
      }
      default:
        addToBlock(delta, eventIndex);
    }
  }

  function value(): Completion {
    if (shown !== null) return shown;
    const { id, model, usage, error, isEnded } = head;
    shown = { id, model, choices: choices.map(valueOfChoice), usage, error, isEnded };
    return shown;
  }

  return { add, addPiece, value };
}

function draftOf(choice: Choice): DraftChoice {
  const { index, blocks, finishReason, rawFinishReason } = choice;
  return { index, blocks: blocks.map(draftBlock), finishReason, rawFinishReason, value: choice };
}

function draftBlock(block: Block): DraftBlock {
  const { text, lastEvent } = block;
  return { block, text, pieces: ownStorage(block.pieces), citations: null, lastEvent, isGrown: false };
}

function ownStorage({ items, length }: PieceList): Piece[] {
  return items.slice(0, length);
}

function lastOf(blocks: readonly DraftBlock[], key: string): DraftBlock | null {
  for (let position = blocks.length - 1; position >= 0; position -= 1) {
    const entry = blocks[position];
    if (entry?.block.key === key) return entry;
  }
  return null;
}

function changeBlock(entry: DraftBlock, delta: BlockDelta, event: number): void {
  switch (delta.type) {
    case 'text-delta':
    case 'reasoning-delta':
    case 'refusal-delta':
    case 'tool-input-delta':
    case 'data-delta':
      grow(entry, delta.text, event);
      break;
    case 'citation':
      cite(entry, delta.citation, event);
      break;
    default:
      entry.block = reduceBlock(settled(entry), delta, event);
      entry.lastEvent = entry.block.lastEvent;
  }
}

function grow(entry: DraftBlock, text: string, event: number): void {
  entry.isGrown = true;
  entry.lastEvent = event;
  if (text === '') return;
  const start = entry.text.length;
  entry.text += text;
  entry.pieces.push({ event, start, end: start + text.length });
}

function cite(entry: DraftBlock, citation: Citation, event: number): void {
  entry.citations ??= [...entry.block.citations];
  entry.citations.push(citation);
  entry.isGrown = true;
  entry.lastEvent = event;
}

function valueOfChoice(choice: DraftChoice): Choice {
  const { index, finishReason, rawFinishReason } = choice;
  choice.value ??= { index, blocks: choice.blocks.map(settled), finishReason, rawFinishReason };
  return choice.value;
}

/** The block with all that came. Written out: see accumulator.ts. The draft's list of citations goes on growing, so the block gets a copy. */
function settled(entry: DraftBlock): Block {
  if (!entry.isGrown) return entry.block;
  const { block, text, pieces, citations, lastEvent } = entry;
  entry.isGrown = false;
  entry.block = {
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
    pieces: { items: pieces, length: pieces.length },
    firstEvent: block.firstEvent,
    lastEvent,
  };
  return entry.block;
}
