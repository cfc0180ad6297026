/** One event of a Cohere stream as a step: `stepEvent` picks by its type, each case says what it did in one line. */
import type { Delta } from '../../model/delta.ts';
import type { EventOutcome, Problem } from '../../model/event-record.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import { appendItems } from '../append-list.ts';
import { mapFinishReason } from '../cohere-common/finish-reason.ts';
import { readCohereUsage, usageReading } from '../cohere-common/usage.ts';
import { asObject, asText, indexOr, isObject, type JsonObject, maxBlockCount } from '../json-reading.ts';
import type { CohereState } from './chat-state.ts';
import { citationDelta } from './citations.ts';
import { contentDelta, endContent, lastTextBlock, startContent } from './content-step.ts';
import { endToolCall, startToolCall, toolCallDelta, toolCallEnd } from './tool-step.ts';

/** What a case gives back; `type`, and `used` where the outcome is not said, are added by the adapter. */
export type CohereStep = {
  readonly state: CohereState;
  readonly deltas: readonly Delta[];
  readonly reading: string;
  readonly outcome?: EventOutcome;
  readonly problems?: readonly Problem[];
};

/** One object of the stream, whose type was found to be `type`. */
export function stepEvent(state: CohereState, type: string, body: JsonObject, event: StreamEvent): CohereStep {
  const message = asObject(asObject(body.delta)?.message) ?? {};
  const index = Math.min(indexOr(body.index, 0), maxBlockCount);
  switch (type) {
    case 'message-start':
      return startMessage(state, body, message, event);
    case 'content-start':
      return startContent(state, index, asObject(message.content) ?? {});
    case 'content-delta':
      return contentDelta(withLogprobs(state, body.logprobs), index, asObject(message.content) ?? {});
    case 'content-end':
      return endContent(state, index);
    case 'tool-plan-delta':
      return planDelta(state, asText(message.tool_plan) ?? '');
    case 'tool-call-start':
      return startToolCall(state, index, asObject(message.tool_calls) ?? {});
    case 'tool-call-delta':
      return toolCallDelta(state, index, asObject(message.tool_calls) ?? {});
    case 'tool-call-end':
      return endToolCall(state, index);
    case 'citation-start':
      return addCitation(state, asObject(message.citations) ?? {});
    case 'citation-end':
      return { state, deltas: [], reading: `citation ${index} ends` };
    case 'message-end':
      return endMessage(state, asObject(body.delta) ?? {}, event);
    case 'debug':
      return { state, deltas: [], reading: asText(body.prompt) ?? '', outcome: 'ignored' };
    default:
      return { state, deltas: [], reading: event.data, outcome: 'unknown' };
  }
}

function startMessage(state: CohereState, body: JsonObject, message: JsonObject, event: StreamEvent): CohereStep {
  const id = asText(body.id);
  const problems: readonly Problem[] = state.isStarted
    ? [{ kind: 'second-message-start', message: 'A second message-start in one stream.', eventIndex: event.index }]
    : [];
  return {
    state: { ...state, isStarted: true, id: id ?? state.id, role: asText(message.role) ?? state.role },
    deltas: [{ type: 'response-start', ...(id === null ? {} : { id }) }],
    reading: id ?? '',
    problems,
  };
}

function withLogprobs(state: CohereState, logprobs: unknown): CohereState {
  return isObject(logprobs) ? { ...state, logprobs: appendItems(state.logprobs, [logprobs]) } : state;
}

/** The plan that goes before tool calls is what the model thinks, told in words of its own. @see https://docs.cohere.com/docs/tool-use-overview */
export function planDelta(state: CohereState, text: string): CohereStep {
  const deltas: Delta[] = [];
  if (!state.isPlanOpen)
    deltas.push({ type: 'block-start', choice: 0, block: 'plan', kind: 'reasoning', name: 'tool plan' });
  deltas.push({ type: 'reasoning-delta', choice: 0, block: 'plan', text });
  const toolPlan = (state.toolPlan ?? '') + text;
  return { state: { ...state, isStarted: true, isPlanOpen: true, toolPlan }, deltas, reading: text };
}

function addCitation(state: CohereState, wire: JsonObject): CohereStep {
  return {
    state: { ...state, isStarted: true, citations: appendItems(state.citations, [wire]) },
    deltas: [citationDelta(wire, lastTextBlock(state))],
    reading: asText(wire.text) ?? 'citation',
  };
}

function endMessage(state: CohereState, end: JsonObject, event: StreamEvent): CohereStep {
  const word = asText(end.finish_reason);
  const told = asText(end.error);
  const usage = asObject(end.usage);
  const report = usage === null ? null : readCohereUsage(usage);
  const deltas = closeOpen(state, 'whole');
  if (report !== null) deltas.push({ type: 'usage', usage: report });
  if (told !== null || word === 'ERROR') {
    const { requestId } = state.facts;
    const message = told ?? 'The provider ended the stream with an error and no words.';
    deltas.push({
      type: 'response-error',
      error: { type: word, message, status: null, requestId, retryAfterSeconds: null },
    });
  }
  if (word !== null) {
    deltas.push({ type: 'choice-end', choice: 0, finishReason: mapFinishReason(word), rawFinishReason: word });
  }
  deltas.push({ type: 'response-end' });
  const words = [word === null ? null : `finish ${word}`, told, report === null ? null : usageReading(report)];
  return {
    state: { ...closed(state), isStarted: true, end, isEnded: true, hasError: state.hasError || told !== null },
    deltas,
    reading: words.filter((part) => part !== null).join(' · '),
    problems: missingAtEnd(word, report !== null || told !== null, event.index),
  };
}

function missingAtEnd(word: string | null, hasUsage: boolean, eventIndex: number): readonly Problem[] {
  const problems: Problem[] = [];
  if (word === null) {
    problems.push({ kind: 'no-finish-reason', message: 'message-end without a finish_reason.', eventIndex });
  }
  if (!hasUsage) problems.push({ kind: 'no-usage', message: 'message-end without usage.', eventIndex });
  return problems;
}

/** Ends every block that no end event closed. `cut`: the stream broke off, so an empty call may still be unfinished. */
export function closeOpen(state: CohereState, ending: 'whole' | 'cut'): Delta[] {
  const end = (block: string): Delta => ({ type: 'block-end', choice: 0, block });
  const openCalls = state.toolCalls.filter((call) => call.isOpen);
  return [
    ...(state.isPlanOpen ? [end('plan')] : []),
    ...state.contents.filter((part) => part.isOpen).map((part) => end(`content:${part.index}`)),
    ...openCalls.flatMap((call) => (ending === 'whole' ? toolCallEnd(call) : [end(`tool:${call.index}`)])),
  ];
}

function closed(state: CohereState): CohereState {
  const contents = state.contents.map((part) => (part.isOpen ? { ...part, isOpen: false } : part));
  const toolCalls = state.toolCalls.map((call) => (call.isOpen ? { ...call, isOpen: false } : call));
  return { ...state, isPlanOpen: false, contents, toolCalls };
}
