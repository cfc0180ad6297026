/** Gemini's `finishReason` and `blockReason` as ours. */
import type { FinishReason } from '../../model/delta.ts';
import { asText } from '../json-reading.ts';

const reasons = new Map<string, FinishReason>(
  Object.entries({
    STOP: 'stop',
    MAX_TOKENS: 'length',
    SAFETY: 'content-filter',
    RECITATION: 'content-filter',
    BLOCKLIST: 'content-filter',
    PROHIBITED_CONTENT: 'content-filter',
    SPII: 'content-filter',
    MODEL_ARMOR: 'content-filter',
    JAILBREAK: 'content-filter',
    IMAGE_SAFETY: 'content-filter',
    IMAGE_PROHIBITED_CONTENT: 'content-filter',
    IMAGE_RECITATION: 'content-filter',
    // The model wrote a call that is none, or one that it may not make; nothing of it is on the wire.
    MALFORMED_FUNCTION_CALL: 'error',
    UNEXPECTED_TOOL_CALL: 'error',
    TOO_MANY_TOOL_CALLS: 'error',
    MISSING_THOUGHT_SIGNATURE: 'error',
    MALFORMED_RESPONSE: 'error',
    // As numbers (`enum-encoding=int`): those on which the enums of AI Studio and Vertex AI agree.
    1: 'stop',
    2: 'length',
    3: 'content-filter',
    4: 'content-filter',
    7: 'content-filter',
    8: 'content-filter',
  } satisfies { readonly [word: string]: FinishReason }),
);

/** The word as text; null where there is none, or only the enum's default. */
export function readReason(value: unknown): string | null {
  if (typeof value === 'number') return value === 0 ? null : String(value);
  const word = asText(value);
  return word?.endsWith('_REASON_UNSPECIFIED') === true ? null : word;
}

/**
 * Unknown words become `other`; the word itself is kept beside it. Gemini says STOP also when it calls a function, which
 * the client must then answer.
 * @see https://ai.google.dev/api/generate-content#FinishReason
 */
export function mapFinishReason(word: string, hasToolCall: boolean): FinishReason {
  const reason = reasons.get(word) ?? 'other';
  return reason === 'stop' && hasToolCall ? 'tool-calls' : reason;
}

/** A refused prompt, whatever the word. @see https://ai.google.dev/api/generate-content#BlockReason */
export const blockedFinish: FinishReason = 'content-filter';
