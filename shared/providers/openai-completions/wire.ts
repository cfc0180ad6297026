/**
 * The shapes of OpenAI's legacy text completions, as read here: every field may be missing.
 * @see https://platform.openai.com/docs/api-reference/completions/object
 */
import { asObject, asString, type JsonObject } from '../json-reading.ts';

/** Lists of `logprobs` that go on from chunk to chunk; all have one item per token. */
export const logprobLists: ReadonlySet<string> = new Set(['tokens', 'token_logprobs', 'top_logprobs', 'text_offset']);

/** Fields of a choice that have a place of their own. */
export const choiceFields: ReadonlySet<string> = new Set(['text', 'index', 'logprobs', 'finish_reason']);

/** The text of a choice. Some servers answer on this path with chat's chunks or messages. */
export function textOfChoice(choice: JsonObject): string | null {
  return (
    asString(choice.text) ?? asString(asObject(choice.delta)?.content) ?? asString(asObject(choice.message)?.content)
  );
}

/** Writer's chunk: `{"value":" text"}`, without id, choices or an end (recorded 2025-05, fixture otllm-writer-streaming-…). */
export function textOfBareChunk(chunk: JsonObject): string | null {
  return chunk.choices === undefined ? asString(chunk.value) : null;
}
