import { expect, test } from 'vitest';
import { pickAdapter } from '../registry.ts';
import { anthropicMessagesAdapter } from './adapter.ts';

const models = '/v1/projects/a-project/locations/europe-west1/publishers/anthropic/models';
const facts = (path: string, method = 'POST') => ({
  method,
  path,
  query: '',
  header: () => null,
  defaultFormat: 'unknown' as const,
});

test.each(['rawPredict', 'streamRawPredict'])('Claude on Vertex (%s) speaks Anthropic Messages', (method) => {
  const path = `${models}/claude-sonnet-4-5@20250929:${method}`;
  expect(pickAdapter(facts(path)).format).toBe('anthropic-messages');
  const body = { anthropic_version: 'vertex-2023-10-16', messages: [{ role: 'user', content: 'Hi' }], max_tokens: 9 };
  expect(anthropicMessagesAdapter.readRequest(body, facts(path))).toMatchObject({
    model: 'claude-sonnet-4-5@20250929',
    isStreaming: method === 'streamRawPredict',
    messages: [{ role: 'user' }],
  });
});

test('other publishers, other methods and reading a model do not', () => {
  const match = (path: string, method?: string) => anthropicMessagesAdapter.match(facts(path, method));
  expect(match(`${models.replace('anthropic', 'mistralai')}/mistral-large:rawPredict`)).toBe(0);
  expect(match(`${models}/count-tokens:rawPredict`)).toBe(0);
  expect(match(`${models}/claude-opus-4:rawPredict`, 'GET')).toBe(0);
  expect(match(`${models}/claude-opus-4`)).toBe(0);
});
