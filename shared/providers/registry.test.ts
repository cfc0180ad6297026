import { expect, test } from 'vitest';
import type { WireFormat } from '../model/wire-format.ts';
import { adapterFor, adapters, pickAdapter } from './registry.ts';

function pick(
  path: string,
  options: { readonly method?: string; readonly defaultFormat?: WireFormat } = {},
): WireFormat {
  const { method = 'POST', defaultFormat = 'unknown' } = options;
  return pickAdapter({ method, path, query: '', header: () => null, defaultFormat }).format;
}

test.each<[string, WireFormat]>([
  ['/v1/chat/completions', 'openai-chat'],
  ['/chat/completions', 'openai-chat'],
  ['/openai/deployments/gpt/chat/completions', 'openai-chat'],
  ['/v1/completions', 'openai-completions'],
  ['/openai/deployments/gpt/completions', 'openai-completions'],
  ['/v1/responses', 'openai-responses'],
  ['/openai/v1/responses', 'openai-responses'],
  ['/v1/responses/resp_1/cancel', 'openai-responses'],
  ['/v1/messages', 'anthropic-messages'],
  ['/api/chat', 'ollama-chat'],
  ['/api/generate', 'ollama-generate'],
  ['/v2/chat', 'cohere-v2'],
  ['/api/tags', 'unknown'],
  ['/', 'unknown'],
])('%s speaks %s', (path, format) => {
  expect(pick(path)).toBe(format);
});

test('a path that says nothing goes by the hint of its upstream', () => {
  expect(pick('/generate', { defaultFormat: 'ollama-chat' })).toBe('ollama-chat');
  expect(pick('/v1/chat/completions', { defaultFormat: 'ollama-chat' })).toBe('openai-chat');
});

test('looking something up is no conversation', () => {
  expect(pick('/api/chat', { method: 'GET' })).toBe('unknown');
});

test('each format has one adapter', () => {
  const formats = adapters.map((adapter) => adapter.format);
  expect(new Set(formats).size).toBe(formats.length);
  for (const format of formats) expect(adapterFor(format).format).toBe(format);
});
