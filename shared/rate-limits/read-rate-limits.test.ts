import { expect, it } from 'vitest';
import { readRateLimits } from './read-rate-limits.ts';

const now = Date.UTC(2026, 10, 22, 12, 0, 0);

function read(headers: Readonly<Record<string, string>>) {
  return readRateLimits(
    Object.entries(headers).map(([name, value]) => ({ name, value })),
    now,
  );
}

it('OpenAI counts requests and tokens, and says in Go durations when they are full again', () => {
  const { gauges } = read({
    'x-ratelimit-limit-requests': '5000',
    'x-ratelimit-remaining-requests': '4999',
    'x-ratelimit-reset-requests': '12ms',
    'x-ratelimit-limit-tokens': '800000',
    'x-ratelimit-remaining-tokens': '200000',
    'x-ratelimit-reset-tokens': '6m0.5s',
    'x-ratelimit-renewalperiod-tokens': '60',
  });
  expect(gauges).toEqual([
    { name: 'requests', limit: 5000, remaining: 4999, usedPart: 0.0002, resetsAt: now + 12, status: null },
    { name: 'tokens', limit: 800_000, remaining: 200_000, usedPart: 0.75, resetsAt: now + 360_500, status: null },
  ]);
});

it('Anthropic names the counts first and gives a time; subscriptions tell the used part of their windows', () => {
  const { gauges } = read({
    'anthropic-ratelimit-input-tokens-limit': '2000000',
    'anthropic-ratelimit-input-tokens-remaining': '500000',
    'anthropic-ratelimit-input-tokens-reset': '2026-11-22T12:00:30Z',
    'anthropic-ratelimit-unified-status': 'allowed',
    'anthropic-ratelimit-unified-5h-utilization': '0.42',
    'anthropic-ratelimit-unified-5h-reset': String((now + 3_600_000) / 1000),
    'anthropic-ratelimit-unified-5h-status': 'allowed_warning',
  });
  expect(gauges).toMatchObject([
    { name: 'input tokens', usedPart: 0.75, resetsAt: now + 30_000 },
    { name: '5h', limit: null, usedPart: 0.42, resetsAt: now + 3_600_000, status: 'allowed_warning' },
  ]);
});

it('Mistral and Cerebras write the window into the name; a limit of none is used up', () => {
  const { gauges } = read({
    'x-ratelimit-limit-req-minute': '0',
    'x-ratelimit-remaining-req-minute': '0',
    'x-ratelimit-limit-tokens-minute': '50000',
    'x-ratelimit-remaining-tokens-minute': '47300',
    'x-ratelimit-reset-tokens-minute': '59.7',
    'x-ratelimit-tokens-query-cost': '1300',
  });
  expect(gauges).toMatchObject([
    { name: 'requests per minute', usedPart: 1 },
    { name: 'tokens per minute', usedPart: 0.054, resetsAt: now + 59_700 },
  ]);
});

it('OpenRouter has one limit with a reset in epoch milliseconds; Codex is told percents', () => {
  const bare = { 'X-RateLimit-Limit': '20', 'X-RateLimit-Remaining': '5', 'X-RateLimit-Reset': String(now + 9_000) };
  expect(read(bare).gauges).toMatchObject([{ name: 'requests', usedPart: 0.75, resetsAt: now + 9_000 }]);
  const codex = { 'x-codex-primary-used-percent': '42.5', 'x-codex-primary-reset-at': String(now / 1000 + 60) };
  expect(read(codex).gauges).toMatchObject([{ name: 'primary window', usedPart: 0.425, resetsAt: now + 60_000 }]);
});

it('how long to wait is read from milliseconds, seconds or a date', () => {
  expect(read({ 'retry-after': '3', 'retry-after-ms': '2750' }).retryAfterMs).toBe(2_750);
  expect(read({ 'Retry-After': '3' }).retryAfterMs).toBe(3_000);
  expect(read({ 'retry-after': 'Sun, 22 Nov 2026 12:00:05 GMT' }).retryAfterMs).toBe(5_000);
  expect(read({ 'retry-after': 'soon' }).retryAfterMs).toBeNull();
});

it('headers that say nothing make no gauge', () => {
  expect(read({ 'x-ratelimit-reset-requests': '1s', 'x-ratelimit-limit-tokens': 'many' }).gauges).toEqual([]);
});
