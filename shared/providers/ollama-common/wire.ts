/**
 * What Ollama's two native endpoints have in common on the wire: one JSON object per line (or one in all with
 * `stream: false`), the last with `done: true` and the counts. Durations are nanoseconds.
 * @see https://docs.ollama.com/api/streaming
 * @see https://docs.ollama.com/api/errors
 */

/** Fields of every chunk; all may be missing on the wire, none is trusted. */
export type OllamaChunk = {
  readonly model?: string;
  /** ISO time. */
  readonly created_at?: string;
  readonly done?: boolean;
  /** `stop`, `length`, `load` (a request without a prompt), `unload`. Missing on old servers. */
  readonly done_reason?: string;
  /** Missing when the whole prompt came from the cache. */
  readonly prompt_eval_count?: number;
  readonly eval_count?: number;
  /** In a running stream: the status was 200 already. */
  readonly error?: string;
  readonly logprobs?: readonly unknown[];
};

/** One whole call: Ollama does not stream arguments. `id` since 2025, `index` within `function` likewise. */
export type OllamaToolCall = {
  readonly id?: string;
  readonly function?: { readonly name?: string; readonly index?: number; readonly arguments?: unknown };
};

/** What a chunk adds, wherever its endpoint puts it. */
export type ChunkPieces = {
  readonly content: string;
  readonly thinking: string;
  readonly toolCalls: readonly unknown[];
  /** Base64. */
  readonly images: readonly string[];
};
