/**
 * The names that the Python SDKs' methods take, as data; whatever else a body holds goes by another way.
 * Written down from the vendors' API references and the TypeScript SDKs' types, not read from the Python sources: a name that is
 * missing here goes by `extra_body`, which OpenAI's and Anthropic's methods take.
 */

const chat =
  'messages model audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens ' +
  'metadata modalities n parallel_tool_calls prediction presence_penalty prompt_cache_key reasoning_effort ' +
  'response_format safety_identifier seed service_tier stop store stream stream_options temperature tool_choice tools ' +
  'top_logprobs top_p user verbosity web_search_options';
const responses =
  'background conversation include input instructions max_output_tokens max_tool_calls metadata model ' +
  'parallel_tool_calls previous_response_id prompt prompt_cache_key reasoning safety_identifier service_tier store ' +
  'stream stream_options temperature text tool_choice tools top_logprobs top_p truncation user';
const completions =
  'model prompt best_of echo frequency_penalty logit_bias logprobs max_tokens n presence_penalty seed stop stream ' +
  'stream_options suffix temperature top_p user';
const messages =
  'max_tokens messages model metadata service_tier stop_sequences stream system temperature thinking tool_choice tools ' +
  'top_k top_p';

const byFormat: Readonly<Record<string, ReadonlySet<string>>> = {
  'openai-chat': new Set(chat.split(' ')),
  'openai-responses': new Set(responses.split(' ')),
  'openai-completions': new Set(completions.split(' ')),
  'anthropic-messages': new Set(messages.split(' ')),
  'ollama-chat': new Set('model messages tools stream think format options keep_alive'.split(' ')),
  'ollama-generate': new Set(
    'model prompt suffix system template context stream think raw format images options keep_alive'.split(' '),
  ),
};

/** Empty for a format without such a method. */
export function knownParameters(format: string): ReadonlySet<string> {
  return byFormat[format] ?? new Set();
}
