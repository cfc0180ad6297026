/** In whose words we tell our own errors. */
import { expect, test } from 'vitest';
import type { ProviderError } from '../../shared/model/delta.ts';
import type { ErrorShape } from '../../shared/model/upstream.ts';
import type { WireFormat } from '../../shared/model/wire-format.ts';
import { errorWriterFor } from './error-shapes.ts';

const error: ProviderError = {
  type: 'upstream-disabled',
  message: 'Switched off.',
  status: 503,
  requestId: null,
  retryAfterSeconds: null,
};

function bodyOf(format: WireFormat, shape: ErrorShape): unknown {
  return JSON.parse(errorWriterFor(format, shape).errorBody(error));
}

const openai = {
  error: { message: 'Switched off.', type: 'upstream-disabled', param: null, code: 'upstream-disabled' },
};

test('a conversation in the words of its format, whoever serves it', () => {
  expect(bodyOf('openai-chat', 'ollama')).toEqual(openai);
  expect(bodyOf('cohere-v2', 'generic')).toEqual({ message: 'Switched off.' });
  expect(bodyOf('mistral-chat', 'openai')).toMatchObject({ object: 'error', message: 'Switched off.' });
});

test.each<[WireFormat, ErrorShape, object]>([
  ['models', 'openai', openai],
  ['token-count', 'anthropic', { type: 'error', error: { message: 'Switched off.' } }],
  ['embeddings', 'gemini', { error: { code: 503, status: 'UNAVAILABLE' } }],
  ['rerank', 'cohere', { message: 'Switched off.' }],
  ['models', 'ollama', { error: 'Switched off.' }],
  ['embeddings', 'mistral', { object: 'error', message: 'Switched off.' }],
])('a call around the conversation (%s) in the words of its upstream (%s)', (format, shape, body) => {
  expect(bodyOf(format, shape)).toMatchObject(body);
});
