/** Text and reasoning out of the fields where servers of OpenAI's format put them. */
import { asObjects, asString, asText, type JsonObject } from '../json-reading.ts';

export type ContentPiece = { readonly kind: 'text' | 'reasoning' | 'refusal'; readonly text: string };

/** `content` as a string, or as a list of parts (Mistral's `thinking` parts, `text`, `refusal`). Empty pieces are left out. */
export function contentPieces(content: unknown): readonly ContentPiece[] {
  const text = asString(content);
  if (text !== null) return text === '' ? [] : [{ kind: 'text', text }];
  return asObjects(content)
    .map(pieceOfPart)
    .filter((piece) => piece.text !== '');
}

function pieceOfPart(part: JsonObject): ContentPiece {
  if (part.type === 'refusal') return { kind: 'refusal', text: asString(part.refusal) ?? '' };
  if (part.type === 'reasoning') return { kind: 'reasoning', text: summaryOf(part) };
  const thinking = part.thinking;
  if (thinking !== undefined) {
    const text =
      asString(thinking) ??
      asObjects(thinking)
        .map((item) => asString(item.text) ?? '')
        .join('');
    return { kind: 'reasoning', text };
  }
  return { kind: 'text', text: asString(part.text) ?? '' };
}

/**
 * Databricks' part for the thinking of its Claude models: `{"type":"reasoning","summary":[{"type":"summary_text","text":…}]}`.
 * @see https://docs.databricks.com/aws/en/machine-learning/model-serving/query-reason-models
 */
function summaryOf(part: JsonObject): string {
  const pieces = asObjects(part.summary).map((item) => asString(item.text) ?? '');
  return asString(part.text) ?? pieces.join('');
}

export type ReasoningPiece = { readonly field: string; readonly text: string; readonly signature: string | null };

/**
 * Reasoning is no field of OpenAI's own: `reasoning_content` (DeepSeek, xAI, Moonshot, Z.ai, vLLM), `reasoning` (Groq,
 * OpenRouter, Ollama, Together), `reasoning_details` (OpenRouter, Snowflake). Servers that send two of them say the same twice,
 * so the first that has text counts.
 * @see https://openrouter.ai/docs/use-cases/reasoning-tokens
 */
export function readReasoning(delta: JsonObject): ReasoningPiece | null {
  const details = asObjects(delta.reasoning_details);
  const signature = signatureOf(details);
  for (const field of ['reasoning_content', 'reasoning'] as const) {
    const text = asText(delta[field]);
    if (text !== null) return { field, text, signature };
  }
  if (details.length === 0) return null;
  const text = details.map((detail) => asString(detail.text) ?? asString(detail.summary) ?? '').join('');
  return text === '' && signature === null ? null : { field: 'reasoning_details', text, signature };
}

function signatureOf(details: readonly JsonObject[]): string | null {
  for (const detail of details) {
    const signature = asText(detail.signature) ?? asText(detail.data);
    if (signature !== null) return signature;
  }
  return null;
}
