/**
 * The envelope of an invoke stream: each `chunk` event holds base64 of the model's own JSON, and a `p` of random letters
 * that hides its length.
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_PayloadPart.html
 */
import { decodeBase64 } from '../../lib/base64.ts';
import { decodeUtf8 } from '../../lib/utf8.ts';
import { asObject, asString, parseJson } from '../json-reading.ts';
import { findFamily } from './families.ts';

export type OpenedChunk =
  | { readonly ok: true; readonly text: string; readonly isBare: boolean }
  | { readonly ok: false; readonly message: string };

/** The model's own text inside a chunk's payload. `isBare`: a server put the model's JSON there without the envelope. */
export function openChunk(payload: string): OpenedChunk {
  const parsed = parseJson(payload);
  if (!parsed.ok) return { ok: false, message: parsed.message };
  const body = asObject(parsed.value);
  const encoded = asString(body?.bytes);
  if (encoded === null) {
    const isModels = body !== null && findFamily(body) !== null;
    return isModels ? { ok: true, text: payload, isBare: true } : { ok: false, message: 'a chunk without bytes' };
  }
  const bytes = decodeBase64(encoded);
  if (bytes === null) return { ok: false, message: 'bytes that are no base64' };
  return { ok: true, text: decodeUtf8(bytes).text, isBare: false };
}

/** The model's own JSON of a chunk's parsed payload; null where there is no envelope. */
export function unwrapChunk(payload: unknown): unknown {
  const encoded = asString(asObject(payload)?.bytes);
  const bytes = encoded === null ? null : decodeBase64(encoded);
  const parsed = bytes === null ? null : parseJson(decodeUtf8(bytes).text);
  return parsed?.ok ? parsed.value : null;
}

/** Bedrock's own metrics become usage where the model tells none; the rest are pieces of tool inputs and marks of an end. */
export const consumedFields = [
  'inputTokenCount',
  'outputTokenCount',
  'cacheReadInputTokenCount',
  'cacheWriteInputTokenCount',
  'invocationLatency',
  'firstByteLatency',
  // Titan's whole answer calls it tokenCount.
  'totalOutputTextTokenCount',
  'partial_json',
  'contentBlockIndex',
  'is_finished',
] as const;
