/** Which request is which call, whoever serves it. */
import { expect, test } from 'vitest';
import type { WireFormat } from '../../model/wire-format.ts';
import { pickAdapter } from '../registry.ts';

function formatOf(method: string, path: string, defaultFormat: WireFormat = 'unknown'): WireFormat {
  return pickAdapter({ method, path, query: '', header: () => null, defaultFormat }).format;
}

test.each<[string, string, WireFormat]>([
  ['POST', '/v1/embeddings', 'embeddings'],
  ['POST', '/openai/deployments/ada/embeddings', 'embeddings'],
  ['POST', '/api/embed', 'embeddings'],
  ['POST', '/api/embeddings', 'embeddings'],
  ['POST', '/v2/embed', 'embeddings'],
  ['POST', '/v1beta/models/gemini-embedding-001:embedContent', 'embeddings'],
  ['POST', '/v1beta/models/gemini-embedding-001:batchEmbedContents', 'embeddings'],
  ['POST', '/v1/projects/p/locations/l/publishers/google/models/text-embedding-005:predict', 'embeddings'],
  ['POST', '/v2/rerank', 'rerank'],
  ['POST', '/v1/images/generations', 'images'],
  ['POST', '/v1beta/models/imagen-4.0-generate-001:predict', 'images'],
  ['POST', '/v1/audio/speech', 'audio'],
  ['POST', '/v1/audio/transcriptions', 'audio'],
  ['POST', '/v1/moderations', 'moderations'],
  ['GET', '/v1/models', 'models'],
  ['GET', '/v1/models/gpt-4o', 'models'],
  ['GET', '/v1beta/models', 'models'],
  ['GET', '/api/tags', 'models'],
  ['POST', '/api/show', 'models'],
  ['POST', '/api/pull', 'models'],
  ['POST', '/v1/messages/count_tokens', 'token-count'],
  ['POST', '/v1beta/models/gemini-2.5-flash:countTokens', 'token-count'],
  ['POST', '/v1/responses/input_tokens', 'token-count'],
  ['POST', '/v1/tokenize', 'token-count'],
  ['POST', '/v1/messages/batches', 'batches'],
  ['GET', '/v1/messages/batches/msgbatch_1/results', 'batches'],
  ['POST', '/v1/batches/batch_1/cancel', 'batches'],
  ['GET', '/v1/batch/jobs/1', 'batches'],
  ['POST', '/v1beta/models/gemini-2.5-flash:batchGenerateContent', 'batches'],
  ['GET', '/v1beta/batches/1', 'batches'],
])('%s %s is a call of kind %s', (method, path, format) => {
  expect(formatOf(method, path, 'openai-chat')).toBe(format);
});

test('conversations keep their own formats', () => {
  expect(formatOf('POST', '/v1/messages')).toBe('anthropic-messages');
  expect(formatOf('POST', '/v1/chat/completions')).toBe('openai-chat');
  expect(formatOf('POST', '/v1beta/models/gemini-2.5-flash:generateContent')).toBe('gemini-generate');
});
