/** One event of a message stream as a step. The event's own `type` counts, not the SSE name: some gateways leave that out. */
import type { Delta } from '../../model/delta.ts';
import type { EventOutcome, Problem } from '../../model/event-record.ts';
import { asIndex, asObject, asText, indexOr, type JsonObject } from '../json-reading.ts';
import { readProviderError } from '../provider-error.ts';
import { readBlockDelta } from './block-delta.ts';
import { kindOfBlock, readingOfBlock, startDeltas, wholeInput } from './block-start.ts';
import { reduceBlockDelta, reduceMessageDelta, startBlock, startMessage, takesInput } from './message-snapshot.ts';
import {
  blockName,
  copyOfState,
  type MessageState,
  type OpenBlock,
  openBlockAt,
  withMessage,
  withOpen,
} from './message-state.ts';
import { mapStopReason } from './stop-reason.ts';
import { readUsage } from './usage.ts';

export type EventStep = {
  readonly state: MessageState;
  readonly deltas: readonly Delta[];
  readonly type: string;
  readonly reading: string;
  readonly outcome: EventOutcome;
  /** Messages of problems; the caller knows the event. */
  readonly problems?: readonly Omit<Problem, 'eventIndex'>[];
};

/** @see https://docs.claude.com/en/docs/build-with-claude/streaming#event-types */
export function stepEvent(state: MessageState, event: JsonObject, eventName: string | null): EventStep {
  const type = asText(event.type) ?? eventName ?? 'unknown';
  switch (type) {
    case 'message_start':
      return stepMessageStart(state, asObject(event.message) ?? {});
    case 'content_block_start':
      return stepBlockStart(state, event);
    case 'content_block_delta':
      return stepBlockDelta(state, event);
    case 'content_block_stop':
      return stepBlockStop(state, event);
    case 'message_delta':
      return stepMessageDelta(state, event);
    case 'message_stop':
      return stepMessageStop(state);
    case 'ping':
      return { state, deltas: [], type, reading: '', outcome: 'ignored' };
    case 'error':
      return stepError(state, event);
    default:
      return { state, deltas: [], type, reading: Object.keys(event).join(', '), outcome: 'unknown' };
  }
}

function stepMessageStart(state: MessageState, message: JsonObject): EventStep {
  const isAgain = state.message !== null;
  const deltas: Delta[] = [...closeAll(state)];
  const started = startMessage(message);
  const fresh = copyOfState(state);
  fresh.isSnapshotFrozen = isAgain;
  fresh.messageCount += 1;
  fresh.open = [];
  fresh.isEnded = false;
  const next = withMessage(fresh, started);
  deltas.push(...startOf(message));
  for (const [index, block] of started.blocks.entries()) {
    deltas.push(...wholeBlock(block.fields, `${blockName(next, index)}:start`));
  }
  const reading = `${asText(message.model) ?? 'message'}${readInput(message)}`;
  const problems = isAgain && !state.isSnapshotFrozen ? [secondStart] : [];
  return { state: next, deltas, type: 'message_start', reading, outcome: 'used', problems };
}

const secondStart = {
  kind: 'second-message-start',
  message: 'A second message_start in one stream: the official SDK refuses it, later blocks are kept beside the first.',
} as const;

function startOf(message: JsonObject): readonly Delta[] {
  const [id, model, usage] = [asText(message.id), asText(message.model), asObject(message.usage)];
  const start: Delta = {
    type: 'response-start',
    ...(id === null ? {} : { id }),
    ...(model === null ? {} : { model }),
  };
  return usage === null ? [start] : [start, { type: 'usage', usage: readUsage(usage) }];
}

function readInput(message: JsonObject): string {
  const input = readUsage(asObject(message.usage) ?? {}).inputTokens;
  return input == null ? '' : `, ${input} in`;
}

/** A block that comes whole, in a body or in `message_start`. */
export function wholeBlock(block: JsonObject, name: string): readonly Delta[] {
  const at = { choice: 0, block: name } as const;
  const input: readonly Delta[] = takesInput(block)
    ? [{ type: 'tool-input-delta', ...at, text: wholeInput(block.input) }]
    : [];
  return [...startDeltas(block, name), ...input, { type: 'block-end', ...at }];
}

function stepBlockStart(state: MessageState, event: JsonObject): EventStep {
  const block = asObject(event.content_block) ?? {};
  const index = indexOr(event.index, state.message?.blocks.length ?? 0);
  const name = blockName(state, index);
  const open: OpenBlock = {
    index,
    block: name,
    type: asText(block.type) ?? '',
    startInput: takesInput(block) ? block.input : undefined,
    hasInput: !takesInput(block),
  };
  const message = state.message === null ? null : startBlock(state.message, block);
  const others = state.open.filter((other) => other.index !== index);
  const next = withOpen(state, message, [...others, open]);
  const model = block.type === 'fallback' ? asText(asObject(block.to)?.model) : null;
  const started = startDeltas(block, name);
  const deltas: readonly Delta[] = model === null ? started : [...started, { type: 'response-start', model }];
  const outcome = isKnownBlock(block) ? 'used' : 'unknown';
  return { state: next, deltas, type: 'content_block_start', reading: readingOfBlock(block), outcome };
}

const knownOthers = ['compaction', 'fallback', 'container_upload', 'mcp_tool_listing', 'image', 'document'] as const;

function isKnownBlock(block: JsonObject): boolean {
  return kindOfBlock(block) !== 'other' || knownOthers.some((type) => type === block.type);
}

function stepBlockDelta(state: MessageState, event: JsonObject): EventStep {
  const delta = asObject(event.delta) ?? {};
  const index = asIndex(event.index) ?? state.open.at(-1)?.index ?? 0;
  const message = state.message === null ? null : reduceBlockDelta(state.message, index, delta);
  const open = openBlockAt(state, index);
  const native = message?.blocks[index]?.fields ?? null;
  const { deltas, reading, outcome } = readBlockDelta(delta, open?.block ?? blockName(state, index), native);
  const hasNewInput = open !== null && !open.hasInput && deltas.some((item) => item.type === 'tool-input-delta');
  const opened = hasNewInput
    ? state.open.map((item) => (item === open ? { ...item, hasInput: true } : item))
    : state.open;
  const type = asText(delta.type) ?? 'content_block_delta';
  return { state: withOpen(state, message, opened), deltas, type, reading, outcome };
}

function stepBlockStop(state: MessageState, event: JsonObject): EventStep {
  const index = asIndex(event.index) ?? state.open.at(-1)?.index ?? 0;
  const open = openBlockAt(state, index);
  const next = copyOfState(state);
  next.open = state.open.filter((block) => block !== open);
  const reading = open?.type ?? '';
  return {
    state: next,
    deltas: open === null ? [] : closeBlock(open),
    type: 'content_block_stop',
    reading,
    outcome: 'used',
  };
}

function closeBlock(open: OpenBlock): readonly Delta[] {
  const at = { choice: 0, block: open.block } as const;
  const input: readonly Delta[] = open.hasInput
    ? []
    : [{ type: 'tool-input-delta', ...at, text: wholeInput(open.startInput) }];
  return [...input, { type: 'block-end', ...at }];
}

/** Ends blocks that a second message or the body's end left open; a tool's input is then as far as it came. */
export function closeAll(state: MessageState): readonly Delta[] {
  return state.open.map((open) => ({ type: 'block-end', choice: 0, block: open.block }));
}

function stepMessageDelta(state: MessageState, event: JsonObject): EventStep {
  // Without a message_start there is no snapshot; usage and stop reason are told all the same.
  const message = reduceMessageDelta(state.message ?? startMessage({}), event);
  const next = copyOfState(withMessage(state, state.message === null ? null : message));
  const usage = readUsage(asObject(message.fields.usage) ?? {});
  const word = asText(asObject(event.delta)?.stop_reason);
  const end: readonly Delta[] =
    word === null ? [] : [{ type: 'choice-end', choice: 0, finishReason: mapStopReason(word), rawFinishReason: word }];
  const counts = usage.outputTokens == null ? '' : `, ${usage.outputTokens} out`;
  if (word !== null) next.hasStopReason = true;
  return {
    state: next,
    deltas: [{ type: 'usage', usage }, ...end],
    type: 'message_delta',
    reading: `stop ${word ?? 'unknown'}${counts}`,
    outcome: 'used',
  };
}

function stepMessageStop(state: MessageState): EventStep {
  const deltas: readonly Delta[] = [...closeAll(state), { type: 'response-end' }];
  const next = copyOfState(state);
  next.open = [];
  next.isEnded = true;
  return { state: next, deltas, type: 'message_stop', reading: '', outcome: 'used' };
}

/** An error in the stream, or the body of an error status: `{"type":"error","error":{…},"request_id":…}`. */
export function stepError(state: MessageState, event: JsonObject): EventStep {
  const error = readProviderError(event, state.facts, 'error-body');
  const next = { ...state, hasError: true };
  if (error === null) return { state: next, deltas: [], type: 'error', reading: '', outcome: 'unknown' };
  const status = error.status ?? statusOfType(error.type);
  const reading = error.type === null ? error.message : `${error.type}: ${error.message}`;
  const deltas: readonly Delta[] = [{ type: 'response-error', error: { ...error, status } }];
  return { state: next, deltas, type: 'error', reading, outcome: 'used' };
}

/** The status that each error type stands for. @see https://docs.claude.com/en/api/errors */
const statuses = new Map([
  ['invalid_request_error', 400],
  ['authentication_error', 401],
  ['billing_error', 402],
  ['permission_error', 403],
  ['not_found_error', 404],
  ['request_too_large', 413],
  ['rate_limit_error', 429],
  ['api_error', 500],
  ['timeout_error', 504],
  ['overloaded_error', 529],
]);

function statusOfType(type: string | null): number | null {
  return type === null ? null : (statuses.get(type) ?? null);
}
