/**
 * Ollama's `/api/chat` on the wire. Not to be confused with its OpenAI-compatible `/v1/chat/completions`.
 * @see https://docs.ollama.com/api/chat
 * @see https://docs.ollama.com/capabilities/thinking
 */
import type { OllamaChunk, OllamaToolCall } from '../ollama-common/wire.ts';

export type OllamaMessage = {
  readonly role?: string;
  readonly content?: string;
  /** Only with `think`; comes before the content, and again between tool calls. */
  readonly thinking?: string;
  readonly images?: readonly string[];
  readonly tool_calls?: readonly OllamaToolCall[];
  /** Of a `tool` message in a request: which tool gave this. */
  readonly tool_name?: string;
};

export type OllamaChatChunk = OllamaChunk & { readonly message?: OllamaMessage };

/** `stream` is true unless told otherwise. */
export type OllamaChatRequest = {
  readonly model?: string;
  readonly messages?: readonly OllamaMessage[];
  readonly stream?: boolean;
  readonly tools?: readonly unknown[];
};
