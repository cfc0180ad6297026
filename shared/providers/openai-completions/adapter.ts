/** OpenAI's legacy text completions, and the servers that speak them (step 5 of the walk): chunks in, deltas out. */
import type { Delta } from '../../model/delta.ts';
import type { Problem } from '../../model/event-record.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import type { Adapter, Finish, RequestFacts, Step } from '../adapter.ts';
import { asObjects, isObject, parseJson } from '../json-reading.ts';
import { usageFormula } from '../openai-chat/usage.ts';
import { readErrorFacts } from '../provider-error.ts';
import { unreadableStep } from '../unreadable-step.ts';
import { stepBody, stepChunk, textBlock } from './chunk-step.ts';
import { type CompletionsState, emptyState, toNativeCompletion } from './completions-state.ts';
import { watchOpenaiCompletions } from './conformance.ts';
import { completionsErrorWriter } from './error-writer.ts';
import { readCompletionsRequest } from './read-request.ts';
import { completionsRepeatRule } from './repeat-rule.ts';

/** @see https://platform.openai.com/docs/api-reference/completions */
export const openaiCompletionsAdapter: Adapter<CompletionsState> = {
  format: 'openai-completions',
  title: 'OpenAI Completions',
  match,
  begin: (_request, response) => emptyState(readErrorFacts(response)),
  step,
  finish,
  native: toNativeCompletion,
  repeatRule: completionsRepeatRule,
  // Padding against traffic analysis, and Writer's name for text.
  consumedFields: ['obfuscation', 'value'],
  conformance: watchOpenaiCompletions,
  usageFormula,
  readRequest: readCompletionsRequest,
  errors: completionsErrorWriter,
};

/** `/v1/completions`, `/openai/deployments/x/completions` (Azure). Chat and Mistral's fill-in-the-middle answer otherwise. */
function match(request: RequestFacts): number {
  const isPath = /(?:^|\/)completions\/?$/.test(request.path) && !/\/(?:chat|fim)\/completions\/?$/.test(request.path);
  return request.method === 'POST' && isPath ? 50 : 0;
}

function step(state: CompletionsState, event: StreamEvent): Step<CompletionsState> {
  const data = event.data.trim();
  if (data.startsWith('[DONE]')) return endStep(state);
  if (state.isEnded) return { state, deltas: [], type: 'after end', reading: data, outcome: 'ignored', problems: [] };
  const parsed = parseJson(event.data);
  if (!parsed.ok) return unreadableStep(state, event, parsed.message);
  const body = Array.isArray(parsed.value) ? asObjects(parsed.value)[0] : parsed.value;
  if (!isObject(body)) return unreadableStep(state, event, 'not a JSON object');
  const isWhole = event.framing === 'json' || state.facts.status >= 400;
  return { ...(isWhole ? stepBody(state, body) : stepChunk(state, body, event.name)), problems: [] };
}

function endStep(state: CompletionsState): Step<CompletionsState> {
  const deltas: readonly Delta[] = state.isEnded ? [] : [{ type: 'response-end' }];
  return { state: { ...state, isEnded: true }, deltas, type: '[DONE]', reading: '', outcome: 'ignored', problems: [] };
}

/** Without `[DONE]` finished choices are the end; Writer's stream ends with the body alone. */
function finish(state: CompletionsState, isCut: boolean): Finish<CompletionsState> {
  const open = state.choices.filter((choice) => choice.finishReason === null);
  const problems = problemsAtEnd(state, open, isCut);
  if (state.isEnded) return { state, deltas: [], problems };
  const deltas: Delta[] = open.map((choice) => ({ type: 'block-end', choice: choice.index, block: textBlock }));
  if (!isCut && problems.length === 0 && !state.hasError) deltas.push({ type: 'response-end' });
  return { state, deltas, problems };
}

function problemsAtEnd(
  state: CompletionsState,
  open: CompletionsState['choices'],
  isCut: boolean,
): Finish<CompletionsState>['problems'] {
  if (isCut) return [truncated];
  if (state.hasError || state.isBare) return [];
  if (!state.isEnded && (open.length > 0 || state.choices.length === 0)) return [truncated];
  if (open.length === 0) return [];
  const message = `No finish_reason for choice ${open.map((choice) => choice.index).join(', ')}.`;
  return [{ kind: 'no-finish-reason', message, eventIndex: null }];
}

const truncated: Problem = {
  kind: 'truncated',
  message: 'The body ended before the stream was complete.',
  eventIndex: null,
};
