/** The step for data that is no JSON object, where a format has no rule of its own for it. */
import type { StreamEvent } from '../model/stream-event.ts';
import type { Step } from './adapter.ts';
import { parseJson } from './json-reading.ts';
import { type ErrorFacts, plainError, readProviderError } from './provider-error.ts';

type ReadingState = { readonly facts: ErrorFacts; readonly hasError: boolean; readonly isEnded: boolean };

/** Text of a gateway's error page when the status says so, else kept raw and counted. */
export function unreadableStep<State extends ReadingState>(
  state: State,
  event: StreamEvent,
  reason: string,
): Step<State> {
  const isErrorText = state.facts.status >= 400;
  const parsed = parseJson(event.data);
  const told = parsed.ok ? readProviderError(parsed.value, state.facts, 'error-body') : null;
  const error = told ?? plainError(event.data, state.facts);
  return {
    state: isErrorText ? { ...state, hasError: true, isEnded: true } : state,
    deltas: isErrorText ? [{ type: 'response-error', error }] : [],
    type: event.name ?? 'malformed',
    reading: event.data,
    outcome: isErrorText ? 'used' : 'malformed',
    problems: isErrorText ? [] : [{ kind: 'malformed-json', message: reason, eventIndex: event.index }],
  };
}
