/**
 * The message as the official SDK would hold it after each event: the fold behind `native`. Values are never changed in
 * place; text grows by `+=`, tool input stays JSON text until someone asks.
 * @see https://github.com/anthropics/anthropic-sdk-typescript/blob/main/src/lib/BetaMessageStream.ts (accumulateMessage, 1.12)
 */
import { type AppendList, appendItems, emptyAppendList } from '../append-list.ts';
import { asList, asObject, asString, isObject, type JsonObject, maxListLength } from '../json-reading.ts';

export type MessageSnapshot = {
  /** All fields of the message but `content`. */
  readonly fields: JsonObject;
  /** In order of their start; events name them by position. */
  readonly blocks: readonly BlockSnapshot[];
};

/** A block as it started, and beside it what grows: so that a delta costs no copy of the block's fields. */
export type BlockSnapshot = {
  readonly fields: JsonObject;
  /** Text, thinking or a tool's JSON input so far; null until the first delta. */
  readonly grown: string | null;
  /** Citations so far; null until the first one that was streamed. */
  readonly citations: AppendList<unknown> | null;
};

function newBlock(fields: JsonObject): BlockSnapshot {
  return { fields, grown: null, citations: null };
}

/** Starts a message from `message_start`, or from a whole body. */
export function startMessage(message: JsonObject): MessageSnapshot {
  const { content, ...fields } = message;
  const blocks = asList(content).filter(isObject);
  return { fields, blocks: blocks.map(newBlock) };
}

/** The message with its blocks' types alone: what is needed to read on, not to show. */
export function withoutContent(message: MessageSnapshot): MessageSnapshot {
  return { fields: message.fields, blocks: message.blocks.map(({ fields }) => newBlock({ type: fields.type })) };
}

/** A block from `content_block_start`. The last hop's fallback block names the model that answered. */
export function startBlock(message: MessageSnapshot, block: JsonObject): MessageSnapshot {
  const to = block.type === 'fallback' ? asObject(block.to) : null;
  const fields = to === null ? message.fields : { ...message.fields, model: to.model };
  if (message.blocks.length >= maxListLength) return { fields, blocks: message.blocks };
  return { fields, blocks: [...message.blocks, newBlock(block)] };
}

/** A `content_block_delta`. A delta that does not fit its block's type changes nothing, as in the SDK. */
export function reduceBlockDelta(message: MessageSnapshot, index: number, delta: JsonObject): MessageSnapshot {
  const block = message.blocks[index];
  if (block === undefined) return message;
  const changed = reduceBlock(block, delta);
  return changed === block ? message : { fields: message.fields, blocks: message.blocks.with(index, changed) };
}

function reduceBlock(block: BlockSnapshot, delta: JsonObject): BlockSnapshot {
  const { fields } = block;
  switch (delta.type) {
    case 'text_delta':
      return fields.type === 'text' ? grownBy(block, fields.text, delta.text) : block;
    case 'thinking_delta':
      return fields.type === 'thinking' ? grownBy(block, fields.thinking, delta.thinking) : block;
    case 'signature_delta':
      return fields.type === 'thinking' ? withFields(block, { signature: delta.signature }) : block;
    case 'citations_delta':
      return fields.type === 'text' ? withCitation(block, delta.citation) : block;
    case 'input_json_delta':
      return takesInput(fields) ? grownBy(block, '', delta.partial_json) : block;
    case 'compaction_delta':
      return fields.type === 'compaction' ? withFields(block, compactionFields(delta)) : block;
    default:
      return block;
  }
}

/** The delta carries the final value; `encrypted_content` only where the server sends it. */
function compactionFields(delta: JsonObject): JsonObject {
  const content = { content: delta.content };
  return 'encrypted_content' in delta ? { ...content, encrypted_content: delta.encrypted_content } : content;
}

function withFields(block: BlockSnapshot, fields: JsonObject): BlockSnapshot {
  return { ...block, fields: { ...block.fields, ...fields } };
}

/** `started`: what the block held before its first delta. */
function grownBy(block: BlockSnapshot, started: unknown, piece: unknown): BlockSnapshot {
  const before = block.grown ?? asString(started) ?? '';
  return { fields: block.fields, grown: before + (asString(piece) ?? ''), citations: block.citations };
}

function withCitation(block: BlockSnapshot, citation: unknown): BlockSnapshot {
  const before = block.citations ?? appendItems(emptyAppendList<unknown>(), asList(block.fields.citations));
  return { fields: block.fields, grown: block.grown, citations: appendItems(before, [citation]) };
}

/** Block types whose `input` is streamed. */
export function takesInput(block: JsonObject): boolean {
  return block.type === 'tool_use' || block.type === 'server_tool_use' || block.type === 'mcp_tool_use';
}

/** Counts that are totals of the whole message and left out where they do not apply: present ones replace. */
const optionalCounts = [
  'input_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
  'server_tool_use',
  'iterations',
  'fallback_credit',
  'output_tokens_details',
] as const;

/** A `message_delta`: how and why the message ended, and the running totals. */
export function reduceMessageDelta(message: MessageSnapshot, event: JsonObject): MessageSnapshot {
  const delta = asObject(event.delta) ?? {};
  const wireUsage = asObject(event.usage) ?? {};
  const usage: Record<string, unknown> = { ...asObject(message.fields.usage) };
  if ('output_tokens' in wireUsage) usage.output_tokens = wireUsage.output_tokens;
  for (const name of optionalCounts) if (wireUsage[name] != null) usage[name] = wireUsage[name];
  const fields: Record<string, unknown> = { ...message.fields, usage };
  // The SDK assigns these even when absent; absent then means undefined, which JSON does not show.
  for (const name of ['stop_reason', 'stop_sequence', 'stop_details']) {
    if (delta[name] === undefined) delete fields[name];
    else fields[name] = delta[name];
  }
  if (delta.container != null) fields.container = delta.container;
  for (const name of ['context_management', 'input_transformations']) {
    if (event[name] != null) fields[name] = event[name];
  }
  return { fields, blocks: message.blocks };
}
