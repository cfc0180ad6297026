import { describe, expect, test } from 'vitest';
import { chooseRoute, joinPaths } from './router.ts';

const names = new Set(['openai', 'anthropic', 'gemini', 'ollama', 'cohere', 'bedrock', 'groq', 'my-vllm']);
const route = (target: string, headers: readonly string[] = []): string => {
  const found = chooseRoute({ target, hasHeader: (name) => headers.includes(name) }, (name) => names.has(name));
  return found === null ? 'none' : `${found.upstream} ${found.path} ${found.query}`.trim();
};

describe('an upstream is found', () => {
  test.each([
    ['/openai/v1/chat/completions', 'openai /v1/chat/completions'],
    ['/my-vllm/v1/models?limit=1', 'my-vllm /v1/models ?limit=1'],
    ['/openai', 'openai /'],
    ['/openai?x', 'openai / ?x'],
    ['/openai/', 'openai /'],
    ['/OpenAI/v1', 'none'],
    ['/v1/messages', 'anthropic /v1/messages'],
    ['/v1/messages/count_tokens', 'anthropic /v1/messages/count_tokens'],
    ['/v1/messages?beta=true', 'anthropic /v1/messages ?beta=true'],
    ['/v1/complete', 'anthropic /v1/complete'],
    ['/v1/completions', 'openai /v1/completions'],
    ['/v1/chat/completions', 'openai /v1/chat/completions'],
    ['/v1/responses/resp_1/cancel', 'openai /v1/responses/resp_1/cancel'],
    ['/v1/embeddings', 'openai /v1/embeddings'],
    [
      '/v1beta/models/gemini-2.0:streamGenerateContent?alt=sse',
      'gemini /v1beta/models/gemini-2.0:streamGenerateContent ?alt=sse',
    ],
    ['/api/chat', 'ollama /api/chat'],
    ['/api/tags', 'ollama /api/tags'],
    ['/v2/chat', 'cohere /v2/chat'],
    [
      '/model/us.amazon.nova-2-lite-v1%3A0/converse-stream',
      'bedrock /model/us.amazon.nova-2-lite-v1%3A0/converse-stream',
    ],
    ['/bedrock/model/m/invoke', 'bedrock /model/m/invoke'],
    ['/model/m', 'none'],
    ['/v1/models', 'openai /v1/models'],
    ['/', 'none'],
    ['/favicon.ico', 'none'],
    ['/v1/messagesX', 'none'],
    ['//openai/v1', 'none'],
    ['*', 'none'],
  ])('for %s: %s', (target, expected) => {
    expect(route(target)).toBe(expected);
  });

  test('/v1/models is told by its headers', () => {
    expect(route('/v1/models', ['anthropic-version'])).toBe('anthropic /v1/models');
    expect(route('/v1/models', ['x-api-key'])).toBe('anthropic /v1/models');
    expect(route('/v1/models', ['x-goog-api-key'])).toBe('gemini /v1/models');
    expect(route('/v1/models', ['authorization'])).toBe('openai /v1/models');
  });

  test('a bare path of a provider that is not set up is nobody’s', () => {
    expect(chooseRoute({ target: '/v2/chat', hasHeader: () => false }, () => false)).toBeNull();
  });
});

describe('the endpoint’s path is put before the request’s, and no part of it is said twice', () => {
  test.each([
    ['', '/v1/chat/completions', '/v1/chat/completions'],
    ['/v1', '/v1/chat/completions', '/v1/chat/completions'],
    ['/v1', '/chat/completions', '/v1/chat/completions'],
    ['/v1/', '/v1/chat/completions', '/v1/chat/completions'],
    ['/api/v1', '/chat/completions', '/api/v1/chat/completions'],
    ['/api/v1', '/v1/chat/completions', '/api/v1/chat/completions'],
    ['/api/v1', '/api/v1/chat/completions', '/api/v1/chat/completions'],
    ['/openai/v1', '/openai/v1/models', '/openai/v1/models'],
    ['/openai/v1', '/v1/models', '/openai/v1/models'],
    ['/api', '/api/chat', '/api/chat'],
    ['/v1', '/v1beta/models', '/v1/v1beta/models'],
    ['/v1', '/v1', '/v1'],
    ['/v1', '/', '/v1'],
    ['/team-a', '/v1/messages', '/team-a/v1/messages'],
    ['/inference', '/openai/deployments/gpt/chat/completions', '/inference/openai/deployments/gpt/chat/completions'],
    ['', '/openai/deployments/gpt%204/chat/completions', '/openai/deployments/gpt%204/chat/completions'],
    ['', '/a//b/../c', '/a//b/../c'],
  ])('%s + %s = %s', (base, path, expected) => {
    expect(joinPaths(base, path)).toBe(expected);
  });
});
