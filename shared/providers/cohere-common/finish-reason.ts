/** Cohere's `finish_reason`, of both API versions, as ours. */
import type { FinishReason } from '../../model/delta.ts';

/** @see https://docs.cohere.com/reference/chat#response.body.finish_reason */
const reasons = new Map<string, FinishReason>(
  Object.entries({
    COMPLETE: 'stop',
    STOP_SEQUENCE: 'stop',
    MAX_TOKENS: 'length',
    TOOL_CALL: 'tool-calls',
    ERROR: 'error',
    TIMEOUT: 'error',
    // API v1.
    ERROR_LIMIT: 'length',
    ERROR_TOXIC: 'content-filter',
    USER_CANCEL: 'other',
  } satisfies { readonly [word: string]: FinishReason }),
);

/** Unknown words become `other`; the word itself is kept beside it. */
export function mapFinishReason(word: string): FinishReason {
  return reasons.get(word.toUpperCase()) ?? 'other';
}
