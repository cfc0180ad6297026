/** OpenAI Chat Completions, and the many servers that speak it (step 5 of the walk): events in, deltas out. */
import type { Delta } from '../../model/delta.ts';
import type { Problem } from '../../model/event-record.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import type { Adapter, Finish, RequestFacts, Step } from '../adapter.ts';
import { asObjects, isObject, parseJson } from '../json-reading.ts';
import { readErrorFacts } from '../provider-error.ts';
import { unreadableStep } from '../unreadable-step.ts';
import { type ChatState, copyOfState, emptyState, withSnapshot } from './chat-state.ts';
import { closeChoice } from './choice-track.ts';
import { type ChunkStep, stepBody, stepChunk } from './chunk-step.ts';
import { watchOpenaiChat } from './conformance.ts';
import { openaiErrorWriter } from './error-writer.ts';
import { currentSnapshot, finalCompletion, isFinishable } from './native-completion.ts';
import { readChatRequest } from './read-request.ts';
import { chatRepeatRule } from './repeat-rule.ts';
import { usageFormula } from './usage.ts';

/** @see https://platform.openai.com/docs/api-reference/chat-streaming */
export const openaiChatAdapter: Adapter<ChatState> = {
  format: 'openai-chat',
  title: 'OpenAI Chat Completions',
  match,
  begin: (_request, response) => emptyState(readErrorFacts(response)),
  step,
  finish,
  native,
  // The fields stay: a completion notice repeats `created`.
  forget: (state) => withSnapshot(state, state.snapshot && { fields: state.snapshot.fields, choices: [] }),
  repeatRule: chatRepeatRule,
  // Padding against traffic analysis.
  consumedFields: ['obfuscation'],
  conformance: watchOpenaiChat,
  usageFormula,
  readRequest: readChatRequest,
  errors: openaiErrorWriter,
};

/** `/v1/chat/completions`, `/openai/deployments/x/chat/completions` (Azure), `/chat/completions` (Perplexity, Groq). */
function match(request: RequestFacts): number {
  return request.method === 'POST' && /\/chat\/completions\/?$/.test(request.path) ? 50 : 0;
}

function step(state: ChatState, event: StreamEvent): Step<ChatState> {
  const data = event.data.trim();
  if (data.startsWith('[DONE]')) return endStep(state);
  if (state.isEnded) return { state, deltas: [], type: 'after end', reading: data, outcome: 'ignored', problems: [] };
  const parsed = parseJson(event.data);
  if (!parsed.ok) return unreadableStep(state, event, parsed.message);
  const body = Array.isArray(parsed.value) ? asObjects(parsed.value)[0] : parsed.value;
  if (!isObject(body)) return unreadableStep(state, event, 'not a JSON object');
  const isWhole = event.framing === 'json' || state.facts.status >= 400;
  const read = readWhole(state, event, body, isWhole);
  // Written out, here and in the other values made per event: an object spread costs ten times as much.
  const { deltas, type, reading, outcome } = read;
  return { state: read.state, deltas, type, reading, outcome, problems: noProblems };
}

const noProblems: readonly Problem[] = [];

function readWhole(state: ChatState, event: StreamEvent, body: ChunkBody, isWhole: boolean): ChunkStep {
  return isWhole ? stepBody(state, body) : stepChunk(state, body, event.name);
}

type ChunkBody = Parameters<typeof stepBody>[1];

function endStep(state: ChatState): Step<ChatState> {
  const deltas: readonly Delta[] = state.isEnded ? [] : [{ type: 'response-end' }];
  const next = copyOfState(state);
  next.isEnded = true;
  return { state: next, deltas, type: '[DONE]', reading: '', outcome: 'ignored', problems: noProblems };
}

/** Closes what is open. Without `[DONE]` (Groq's errors, Text Generation Inference) finished choices are the end. */
function finish(state: ChatState, isCut: boolean): Finish<ChatState> {
  if (state.isEnded) return { state, deltas: [], problems: missingFinish(state, isCut) };
  const deltas: Delta[] = [];
  for (const track of state.choices) if (track.finishReason === null) closeChoice(track, deltas);
  const isFinished = state.choices.length > 0 && state.choices.every((track) => track.finishReason !== null);
  if (isFinished && !isCut) deltas.push({ type: 'response-end' });
  return { state, deltas, problems: missingFinish(state, isCut) };
}

/** What is missing for the stream to be whole, as far as the body itself can tell. */
function missingFinish(state: ChatState, isCut: boolean): Finish<ChatState>['problems'] {
  if (isCut) return [truncated];
  if (state.hasError) return [];
  const open = state.choices.filter((track) => track.finishReason === null).map((track) => track.index);
  if (!state.isEnded && (open.length > 0 || state.choices.length === 0)) return [truncated];
  if (open.length === 0) return [];
  const message = `No finish_reason for choice ${open.join(', ')}: the official SDK refuses such a stream.`;
  return [{ kind: 'no-finish-reason', message, eventIndex: null }];
}

const truncated: Problem = {
  kind: 'truncated',
  message: 'The body ended before the stream was complete.',
  eventIndex: null,
};

/** As `openai` returns it, or its snapshot where it would throw. */
function native(state: ChatState): unknown {
  if (state.body !== null) return state.body;
  if (state.snapshot === null) return null;
  const isFinal = !state.hasError && isFinishable(state.snapshot);
  return isFinal ? finalCompletion(state.snapshot) : currentSnapshot(state.snapshot);
}
