/** Embeddings: a vector is shown as its size and first numbers, not as a thousand of them. */
import { decodeBase64 } from '../../lib/base64.ts';
import { asList, asObject, isObject, type JsonObject } from '../json-reading.ts';
import { inputRequest } from './read-request.ts';
import { counted, grouped, type SideCall, type SideReading, shown } from './side-call.ts';
import { sideUsage, totalOf, usageDeltas } from './usage.ts';

type Vector = { readonly dimensions: number; readonly preview: readonly unknown[] };

const previewLength = 8;
const maxPreviews = 16;

/**
 * @see https://platform.openai.com/docs/api-reference/embeddings
 * @see https://ai.google.dev/api/embeddings
 * @see https://docs.ollama.com/api/embed
 * @see https://docs.cohere.com/reference/embed
 */
export const embeddings: SideCall = {
  format: 'embeddings',
  title: 'Embeddings',
  claims: ({ method, path }) => method === 'POST' && isEmbeddingPath(path),
  readBody,
  readRequest: inputRequest(['input', 'inputs', 'texts', 'prompt', 'content', 'requests', 'instances', 'images']),
};

/** OpenAI's and llama.cpp's, Ollama's, Cohere's, Gemini's (and Vertex's `:predict` of an embedding model). */
function isEmbeddingPath(path: string): boolean {
  return /\/(embeddings?|embed)\/?$|:(batchEmbedContents|embedContent|asyncBatchEmbedContent)$|embed[^/]*:predict$/.test(
    path,
  );
}

function readBody(body: JsonObject): SideReading | null {
  const wire = wireVectors(body);
  if (wire.length === 0) return null;
  const usage = sideUsage(body);
  const first = vectorOf(wire[0]);
  const tokens = totalOf(usage);
  const size = first === null ? '' : ` of ${grouped(first.dimensions)}`;
  const words = `${counted(wire.length, 'vector')}${size}${tokens === null ? '' : `, ${counted(tokens, 'token')}`}`;
  const preview = wire.slice(0, maxPreviews).map((vector) => previewWords(vectorOf(vector)));
  const native = { vectors: wire.length, dimensions: first?.dimensions ?? null, preview };
  return shown(words, native, usageDeltas(usage));
}

/** The vectors, wherever they are: numbers, or base64 of 32-bit floats. */
function wireVectors(body: JsonObject): readonly unknown[] {
  const { data, embedding, predictions } = body;
  if (embedding !== undefined) return [valuesOf(embedding)];
  if (Array.isArray(data)) return data.map((item) => (isObject(item) ? valuesOf(item.embedding) : item));
  if (Array.isArray(predictions)) return predictions.map((item) => valuesOf(asObject(item)?.embeddings));
  return cohereVectors(body.embeddings).map(valuesOf);
}

/** Cohere: a list, or lists by type (`float`, `int8`, `base64` …), of which the first is taken. */
function cohereVectors(embeddings: unknown): readonly unknown[] {
  if (!isObject(embeddings)) return asList(embeddings);
  return asList(Object.values(embeddings).find((list) => Array.isArray(list) && list.length > 0));
}

/** Gemini puts `values` around; llama.cpp one more list. */
function valuesOf(vector: unknown): unknown {
  if (isObject(vector)) return vector.values;
  return Array.isArray(vector) && Array.isArray(vector[0]) ? vector[0] : vector;
}

function vectorOf(wire: unknown): Vector | null {
  if (Array.isArray(wire)) return { dimensions: wire.length, preview: wire.slice(0, previewLength) };
  return typeof wire === 'string' ? floatVector(wire) : null;
}

/** Little-endian floats; only as much is decoded as is shown (44 characters are 33 bytes). */
function floatVector(base64: string): Vector | null {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  const sizeBytes = Math.floor(((base64.length - padding) * 3) / 4);
  const bytes = decodeBase64(base64.length <= 44 ? base64 : base64.slice(0, 44));
  if (bytes === null) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.min(previewLength, Math.floor(bytes.byteLength / 4));
  const preview = Array.from({ length: count }, (_, index) => view.getFloat32(index * 4, true));
  return { dimensions: Math.floor(sizeBytes / 4), preview };
}

/** One line per vector: `0.0123, -0.4567, …`. */
function previewWords(vector: Vector | null): string | null {
  if (vector === null) return null;
  const numbers = vector.preview.map((value) => (typeof value === 'number' ? Number(value.toFixed(4)) : String(value)));
  return `${numbers.join(', ')}${vector.dimensions > numbers.length ? ', …' : ''}`;
}
