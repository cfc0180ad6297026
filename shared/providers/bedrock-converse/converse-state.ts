/**
 * What the adapter carries from event to event of one response: the answer as the call without a stream would give it.
 * Values are never changed in place; text grows by `+=`, tool input stays JSON text until someone asks.
 */
import type { BlockKind } from '../../model/delta.ts';
import type { BedrockErrorFacts } from '../bedrock-common/frame-error.ts';
import { asIndex, type JsonObject, maxBlockCount } from '../json-reading.ts';

export type BlockSnapshot = {
  readonly index: number;
  readonly kind: BlockKind;
  /** Its name in deltas: the index; a second kind under the same index adds its own name. */
  readonly name: string;
  /** Text, reasoning, the JSON text of a tool's input, or an image's base64. */
  readonly text: string;
  /** What `contentBlockStart` said of it. */
  readonly start: JsonObject | null;
  readonly extra: BlockExtra;
  readonly isOpen: boolean;
};

/** What only some blocks have. */
export type BlockExtra = {
  readonly signature: string | null;
  /** Base64 pieces of reasoning that the provider hides. */
  readonly redacted: readonly string[];
  readonly citations: readonly JsonObject[];
  /** Items of a tool result, and other whole pieces (an image's place in S3, its error). */
  readonly items: readonly JsonObject[];
};

/** Of most blocks: text alone. */
export const noExtra: BlockExtra = { signature: null, redacted: [], citations: [], items: [] };

export type ConverseState = {
  readonly facts: BedrockErrorFacts;
  readonly role: string | null;
  readonly blocks: readonly BlockSnapshot[];
  /** Payloads of `messageStop` and `metadata`. */
  readonly stop: JsonObject | null;
  readonly metadata: JsonObject | null;
  /** A whole JSON body, which is its own final object. */
  readonly body: unknown;
  readonly hasError: boolean;
};

export function emptyState(facts: BedrockErrorFacts): ConverseState {
  return { facts, role: null, blocks: [], stop: null, metadata: null, body: null, hasError: false };
}

/** The block of this kind under this index; a new one where there is none yet. */
export function blockAt(state: ConverseState, wireIndex: unknown, kind: BlockKind): BlockSnapshot {
  const { blocks } = state;
  const index = asIndex(wireIndex) ?? blocks.at(-1)?.index ?? 0;
  // From the end: the running block is nearly always the last one.
  const found = blocks.findLast((block) => block.index === index && block.kind === kind);
  if (found !== undefined) return found;
  if (blocks.length >= maxBlockCount)
    return blocks.findLast((block) => block.kind === kind) ?? (blocks.at(-1) as BlockSnapshot);
  const isTaken = blocks.some((block) => block.index === index);
  const name = isTaken ? `${index}:${kind}` : String(index);
  return { index, kind, name, text: '', start: null, extra: noExtra, isOpen: true };
}

/** The state with `block` in place of its former self, or at the end. Written out: once per event. */
export function withBlock(state: ConverseState, block: BlockSnapshot): ConverseState {
  const { facts, role, blocks, stop, metadata, body, hasError } = state;
  const position = blocks.findLastIndex((other) => other.name === block.name);
  const changed = position < 0 ? [...blocks, block] : blocks.with(position, block);
  return { facts, role, blocks: changed, stop, metadata, body, hasError };
}

/** Written out: once per event. */
export function withText(block: BlockSnapshot, piece: string): BlockSnapshot {
  const { index, kind, name, text, start, extra, isOpen } = block;
  return { index, kind, name, text: text + piece, start, extra, isOpen };
}

/** The block with these of its pieces replaced. */
export function withExtra(block: BlockSnapshot, changes: Partial<BlockExtra>): BlockSnapshot {
  return { ...block, extra: { ...block.extra, ...changes } };
}
