/** When Mistral's adapter is the one, and how it reads and words errors. */
import { expect, it, test } from 'vitest';
import { decodeCanned } from '../../../tests/support/canned-streams.ts';
import type { WireFormat } from '../../model/wire-format.ts';
import { adapterFor, pickAdapter } from '../registry.ts';

test.each<[string, WireFormat, string | null, WireFormat]>([
  ['/v1/chat/completions', 'mistral-chat', null, 'mistral-chat'],
  ['/v1/fim/completions', 'mistral-chat', null, 'mistral-chat'],
  ['/v1/agents/completions', 'mistral-chat', null, 'mistral-chat'],
  ['/v1/chat/completions', 'unknown', 'api.mistral.ai', 'mistral-chat'],
  ['/v1/chat/completions', 'unknown', 'codestral.mistral.ai:443', 'mistral-chat'],
  ['/v1/chat/completions', 'unknown', 'notmistral.ai', 'openai-chat'],
  ['/v1/chat/completions', 'openai-chat', '127.0.0.1:7878', 'openai-chat'],
  ['/v1/embeddings', 'mistral-chat', null, 'embeddings'],
  ['/v1/messages', 'mistral-chat', null, 'anthropic-messages'],
])('%s at an upstream of %s, Host %s: %s', (path, defaultFormat, host, format) => {
  const header = (name: string): string | null => (name === 'host' ? host : null);
  expect(pickAdapter({ method: 'POST', path, query: '', header, defaultFormat }).format).toBe(format);
});

it.each([
  [{ detail: 'Invalid API Key' }, 401, { message: 'Invalid API Key' }],
  [
    { object: 'error', message: 'Invalid model: x', type: 'invalid_model', param: null, code: '1500' },
    400,
    { message: 'Invalid model: x', type: 'invalid_model' },
  ],
  [
    {
      object: 'error',
      message: { detail: [{ type: 'missing', loc: ['body', 'model'], msg: 'Field required' }] },
      type: 'invalid_request_error',
    },
    422,
    { message: 'Field required', type: 'invalid_request_error' },
  ],
])('the error in %j', (body, status, error) => {
  const decoded = decodeCanned('mistral-chat', body, status);
  expect(decoded.rich.error).toMatchObject({ ...error, status });
  expect(decoded.native).toEqual(body);
});

test('the request may hold documents and audio', () => {
  const content = [
    { type: 'document_url', document_url: 'https://x.example/d.pdf', document_name: 'D' },
    { type: 'input_audio', input_audio: 'AAAA' },
  ];
  const facts = {
    method: 'POST',
    path: '/v1/chat/completions',
    query: '',
    header: () => null,
    defaultFormat: 'mistral-chat',
  } as const;
  const reading = adapterFor('mistral-chat').readRequest({ messages: [{ role: 'user', content }] }, facts);
  expect(reading?.messages[0]?.parts).toEqual([
    { kind: 'file', mediaType: null, data: null, url: 'https://x.example/d.pdf', name: 'D' },
    { kind: 'audio', mediaType: null, data: 'AAAA', url: null, name: null },
  ]);
});
