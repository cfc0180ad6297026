/** One event of a Converse stream as a step. The payloads are also what Nova puts into an invoke stream's chunks. */
import type { Delta, ProviderError } from '../../model/delta.ts';
import type { EventOutcome, Problem } from '../../model/event-record.ts';
import { readUsage } from '../bedrock-common/usage.ts';
import { asIndex, asObject, asText, type JsonObject } from '../json-reading.ts';
import { addContent, startContent } from './content-deltas.ts';
import { type BlockSnapshot, blockAt, type ConverseState, withBlock, withText } from './converse-state.ts';
import { mapStopReason } from './stop-reason.ts';
import { memberKinds, memberOf } from './wire.ts';

export type EventStep = {
  readonly state: ConverseState;
  readonly deltas: readonly Delta[];
  readonly type: string;
  readonly reading: string;
  readonly outcome: EventOutcome;
  /** The caller knows the event. */
  readonly problems?: readonly Omit<Problem, 'eventIndex'>[];
};

/** An event by its `:event-type`. */
export function stepEvent(state: ConverseState, type: string, payload: JsonObject): EventStep {
  switch (type) {
    case 'messageStart':
      return stepMessageStart(state, payload);
    case 'contentBlockStart':
      return stepBlockStart(state, payload);
    case 'contentBlockDelta':
      return stepBlockDelta(state, payload);
    case 'contentBlockStop':
      return stepBlockStop(state, payload);
    case 'messageStop':
      return stepMessageStop(state, payload);
    case 'metadata':
      return stepMetadata(state, payload);
    default:
      return { state, deltas: [], type, reading: Object.keys(payload).join(', '), outcome: 'unknown' };
  }
}

function stepMessageStart(state: ConverseState, payload: JsonObject): EventStep {
  const role = asText(payload.role);
  return {
    state: { ...state, role: role ?? state.role },
    deltas: [{ type: 'response-start' }],
    type: 'messageStart',
    reading: role ?? '',
    outcome: 'used',
    problems: state.role === null ? [] : [secondStart],
  };
}

const secondStart = {
  kind: 'second-message-start',
  message: 'A second messageStart in one stream: what follows is read as one message with the first.',
} as const;

function stepBlockStart(state: ConverseState, payload: JsonObject): EventStep {
  const start = asObject(payload.start) ?? {};
  const member = memberOf(start);
  if (member === null) {
    // Text has no start of its own; some servers send an empty one.
    const names = Object.keys(start).join(', ');
    const outcome = names === '' ? 'used' : 'unknown';
    return { state, deltas: [], type: 'contentBlockStart', reading: names, outcome };
  }
  const block = blockAt(state, payload.contentBlockIndex, memberKinds[member]);
  const step = startContent(block, member, asObject(start[member]) ?? {});
  return {
    state: withBlock(state, step.block),
    deltas: step.deltas,
    type: 'contentBlockStart',
    reading: step.reading,
    outcome: 'used',
  };
}

function stepBlockDelta(state: ConverseState, payload: JsonObject): EventStep {
  const delta = asObject(payload.delta) ?? {};
  const member = memberOf(delta);
  if (member === null) {
    const names = Object.keys(delta).join(', ');
    return { state, deltas: [], type: 'contentBlockDelta', reading: names, outcome: 'unknown' };
  }
  const block = blockAt(state, payload.contentBlockIndex, memberKinds[member]);
  const step = addContent(block, member, delta[member]);
  return {
    state: withBlock(state, step.block),
    deltas: step.deltas,
    type: `delta.${member}`,
    reading: step.reading,
    outcome: 'used',
  };
}

function stepBlockStop(state: ConverseState, payload: JsonObject): EventStep {
  const index = asIndex(payload.contentBlockIndex) ?? state.blocks.at(-1)?.index ?? 0;
  const ending = state.blocks.filter((block) => block.index === index && block.isOpen);
  return {
    state: ending.reduce((next, block) => withBlock(next, closed(block)), state),
    deltas: ending.flatMap(closeBlock),
    type: 'contentBlockStop',
    reading: ending.map((block) => block.kind).join(', '),
    outcome: 'used',
  };
}

/** A tool that took no arguments may say nothing at all about them. */
function closed(block: BlockSnapshot): BlockSnapshot {
  const isBare = block.kind === 'tool-call' && block.text === '';
  return { ...(isBare ? withText(block, '{}') : block), isOpen: false };
}

function closeBlock(block: BlockSnapshot): readonly Delta[] {
  const at = { choice: 0, block: block.name } as const;
  const isBare = block.kind === 'tool-call' && block.text === '';
  const input: readonly Delta[] = isBare ? [{ type: 'tool-input-delta', ...at, text: '{}' }] : [];
  return [...input, { type: 'block-end', ...at }];
}

/** What the body's end leaves open; a tool's input is then as far as it came. */
export function closeAll(state: ConverseState): readonly Delta[] {
  const open = state.blocks.filter((block) => block.isOpen);
  return open.map((block) => ({ type: 'block-end', choice: 0, block: block.name }));
}

function stepMessageStop(state: ConverseState, payload: JsonObject): EventStep {
  const { p: _padding, ...stop } = payload;
  const word = asText(stop.stopReason);
  return {
    state: { ...state, stop },
    deltas: [...closeAll(state), ...endOf(word)],
    type: 'messageStop',
    reading: `stop ${word ?? 'unknown'}`,
    outcome: 'used',
  };
}

/** The end of choice 0 by the provider's word for it; nothing without one. */
export function endOf(word: string | null): readonly Delta[] {
  if (word === null) return [];
  return [{ type: 'choice-end', choice: 0, finishReason: mapStopReason(word), rawFinishReason: word }];
}

/** The last event of a stream. */
function stepMetadata(state: ConverseState, payload: JsonObject): EventStep {
  const { p: _padding, ...metadata } = payload;
  const usage = readUsage(asObject(metadata.usage) ?? {});
  const latency = asObject(metadata.metrics)?.latencyMs;
  const counts = [
    usage.inputTokens == null ? null : `${usage.inputTokens} in`,
    usage.outputTokens == null ? null : `${usage.outputTokens} out`,
    typeof latency === 'number' ? `${latency} ms` : null,
  ];
  const isStopped = state.stop !== null;
  return {
    state: { ...state, metadata: { ...state.metadata, ...metadata } },
    deltas: [{ type: 'usage', usage }, ...(isStopped ? [{ type: 'response-end' } as const] : [])],
    type: 'metadata',
    reading: counts.filter((count) => count !== null).join(', '),
    outcome: 'used',
  };
}

/** An error as a step; it ends the stream. */
export function stepError(state: ConverseState, error: ProviderError): EventStep {
  return {
    state: { ...state, hasError: true },
    deltas: [{ type: 'response-error', error }],
    type: error.type ?? 'error',
    reading: error.message,
    outcome: 'used',
  };
}
