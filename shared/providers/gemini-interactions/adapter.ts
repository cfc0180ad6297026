/** Gemini's Interactions API, of AI Studio and Vertex AI (step 5 of the walk): steps by index, in events or as one document. */
import type { Delta } from '../../model/delta.ts';
import type { Problem } from '../../model/event-record.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import type { Adapter, Finish, RequestFacts, Step } from '../adapter.ts';
import { asObjects, isObject, parseJson } from '../json-reading.ts';
import { readErrorFacts } from '../provider-error.ts';
import { unreadableStep } from '../unreadable-step.ts';
import { watchGeminiInteractions } from './conformance.ts';
import { interactionsErrorWriter } from './error-writer.ts';
import { stepBody, stepEvent } from './event-step.ts';
import { emptyState, type InteractionState } from './interaction-state.ts';
import { nativeInteraction } from './native-interaction.ts';
import { readInteractionRequest } from './read-request.ts';
import { checkTerminal } from './terminal-check.ts';
import { usageFormula } from './usage.ts';

/** @see https://ai.google.dev/api/interactions-api */
export const geminiInteractionsAdapter: Adapter<InteractionState> = {
  format: 'gemini-interactions',
  title: 'Gemini Interactions',
  match,
  begin: (_request, response) => emptyState(readErrorFacts(response)),
  step,
  finish,
  native,
  forget: (state) => ({ ...state, snapshot: state.snapshot && { ...state.snapshot, items: [] } }),
  consumedFields: ['event_id', 'interaction_id'],
  terminal: checkTerminal,
  conformance: watchGeminiInteractions,
  usageFormula,
  readRequest: readInteractionRequest,
  errors: interactionsErrorWriter,
};

const path = /^\/v\d+((alpha|beta)\d*)?\/(projects\/[^/]+\/locations\/[^/]+\/)?interactions(\/[^/]+(\/cancel)?)?\/?$/;

/** POST makes one; GET asks for one by its id, as a document or resumed as a stream. */
function match(request: RequestFacts): number {
  const isOurs = request.method === 'POST' || request.method === 'GET';
  return isOurs && path.test(request.path) ? 50 : 0;
}

const noProblems: readonly Problem[] = [];

function step(state: InteractionState, event: StreamEvent): Step<InteractionState> {
  const parsed = parseJson(event.data);
  if (!parsed.ok) return event.data.trim() === '[DONE]' ? endStep(state) : unreadableStep(state, event, parsed.message);
  const body = Array.isArray(parsed.value) ? asObjects(parsed.value)[0] : parsed.value;
  if (!isObject(body)) return unreadableStep(state, event, 'not a JSON object');
  const isWhole = event.framing === 'json' || state.facts.status >= 400;
  const done = isWhole ? stepBody(state, body) : stepEvent(state, body, event.name);
  const { deltas, type, reading, outcome } = done;
  return { state: done.state, deltas, type, reading, outcome, problems: noProblems };
}

function endStep(state: InteractionState): Step<InteractionState> {
  return { state, deltas: [], type: '[DONE]', reading: '', outcome: 'ignored', problems: [] };
}

/** Closes what is open. Only `interaction.completed` ends a stream: `[DONE]` follows it, or an error. */
function finish(state: InteractionState, isCut: boolean): Finish<InteractionState> {
  const deltas: Delta[] = [];
  for (const { block } of state.open) {
    if (block !== null) deltas.push({ type: 'block-end', choice: 0, block: block.name });
  }
  const isTruncated = isCut || !(state.isEnded || state.hasError);
  return { state, deltas, problems: isTruncated ? [truncated] : [] };
}

const truncated: Problem = {
  kind: 'truncated',
  message: 'The body ended before interaction.completed.',
  eventIndex: null,
};

/** A whole body as it is; else the interaction as its events leave it. */
function native(state: InteractionState): unknown {
  if (state.body !== null) return state.body;
  return state.snapshot === null ? null : nativeInteraction(state.snapshot);
}
