/** OpenAI's `finish_reason`, and the words of servers that speak its format, as ours. */
import type { FinishReason } from '../../model/delta.ts';

const reasons = new Map<string, FinishReason>(
  Object.entries({
    stop: 'stop',
    // Text Generation Inference and vLLM's older endpoints; Together's older models.
    eos: 'stop',
    eos_token: 'stop',
    stop_sequence: 'stop',
    end_turn: 'stop',
    length: 'length',
    max_tokens: 'length',
    // Mistral: the context, not max_tokens, is full.
    model_length: 'length',
    tool_calls: 'tool-calls',
    tool_use: 'tool-calls',
    function_call: 'tool-calls',
    content_filter: 'content-filter',
    // Zhipu (Z.ai).
    sensitive: 'content-filter',
    refusal: 'refusal',
    // OpenRouter, when the model's provider failed after the stream began.
    error: 'error',
    network_error: 'error',
    // DeepSeek, out of capacity.
    insufficient_system_resource: 'error',
  } satisfies { readonly [word: string]: FinishReason }),
);

/** Unknown words become `other`; the word itself is kept beside it. Some servers shout (`STOP`). */
export function mapFinishReason(word: string): FinishReason {
  return reasons.get(word.toLowerCase()) ?? 'other';
}
