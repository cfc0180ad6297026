/**
 * Ollama's `/api/generate` on the wire: a prompt in, text out, no messages.
 * @see https://docs.ollama.com/api/generate
 */
import type { OllamaChunk } from '../ollama-common/wire.ts';

export type OllamaGenerateChunk = OllamaChunk & {
  readonly response?: string;
  readonly thinking?: string;
  /** Token ids to pass back as a short memory; last chunk only. */
  readonly context?: readonly number[];
  /** Base64, of models that draw; `completed` of `total` steps before it. */
  readonly image?: string;
  readonly completed?: number;
  readonly total?: number;
};

/** `stream` is true unless told otherwise. */
export type OllamaGenerateRequest = {
  readonly model?: string;
  readonly prompt?: string;
  readonly system?: string;
  readonly images?: readonly string[];
  readonly stream?: boolean;
};
