import { expect, it } from 'vitest';
import { anExchange } from '../filter/test-exchange.ts';
import type { ExchangeSummary } from '../model/exchange.ts';
import { noUsage } from '../model/usage.ts';
import { explainCache } from './explain-cache.ts';
import { cacheMarkers, firstDifference } from './prefix-difference.ts';

const marker = { cache_control: { type: 'ephemeral' } };

function body(result: string, ...more: readonly unknown[]): unknown {
  return {
    model: 'claude-sonnet-4-5',
    messages: [
      { role: 'user', content: 'Fix it' },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: result }] }],
      },
      ...more,
    ],
    system: [{ type: 'text', text: 'Be calm', ...marker }],
    tools: [{ name: 'Read' }],
  };
}

function summary(id: string, startedAt: number, tokens: Partial<ExchangeSummary['usage']>): ExchangeSummary {
  return anExchange({
    id,
    startedAt,
    firstByteAt: startedAt,
    model: 'claude-sonnet-4-5',
    usage: { ...noUsage, ...tokens },
  });
}

const first = summary('a', 0, { inputTokens: 20_000, cacheReadTokens: 5_000, cacheWriteTokens: 14_000 });
const question = { role: 'user', content: 'And?' };

it('a request that only goes on differs nowhere', () => {
  expect(firstDifference(body('ran at 14:31:58'), body('ran at 14:31:58', question))).toBeNull();
});

it('the first differing character is told with its JSON path and its surroundings', () => {
  const difference = firstDifference(
    body('tests ran, finished at 14:31:58, exit 1'),
    body('tests ran, finished at 14:32:15, exit 1'),
  );
  expect(difference).toEqual({
    path: 'messages[1].content[0].content[0].text',
    character: 27,
    before: { lead: 'tests ran, finished at 14:3', rest: '1:58, exit 1' },
    after: { lead: 'tests ran, finished at 14:3', rest: '2:15, exit 1' },
  });
});

it('tools are read before the system prompt, that before the messages, whatever the order of the members', () => {
  const before = { messages: ['a'], system: 'b', tools: [{ name: 'c' }] };
  expect(firstDifference(before, { messages: ['x'], system: 'x', tools: [{ name: 'x' }] })?.path).toBe('tools[0].name');
  expect(firstDifference(before, { messages: ['x'], system: 'x', tools: [{ name: 'c' }] })?.path).toBe('system');
  expect(firstDifference(before, { ...before, tools: [{ name: 'c' }, { name: 'd' }] })).toMatchObject({
    path: 'tools[1]',
    before: null,
  });
});

it('a message that is gone differs, a marker that moved does not', () => {
  expect(firstDifference({ messages: ['a', 'b'] }, { messages: ['a'] })?.path).toBe('messages[1]');
  const moved = { messages: [{ content: [{ text: 'a', ...marker }] }] };
  expect(firstDifference(moved, { messages: [{ content: [{ text: 'a' }] }] })).toBeNull();
  const between = { messages: [{ content: [{ text: 'a' }, { cachePoint: { type: 'default' } }] }] };
  expect(firstDifference(between, { messages: [{ content: [{ text: 'a' }, { text: 'b' }] }] })?.path).toBe(
    'messages[0].content[1]',
  );
});

it('markers are listed with their paths and times to live', () => {
  const hour = { cache_control: { type: 'ephemeral', ttl: '1h' } };
  expect(
    cacheMarkers({ system: [{ text: 'a', ...marker }], messages: [{ content: [{ text: 'b', ...hour }] }] }),
  ).toEqual([
    { path: 'system[0]', timeToLiveMs: 300_000 },
    { path: 'messages[0].content[0]', timeToLiveMs: 3_600_000 },
  ]);
});

it('a changed prefix that was read anew is a miss with its price', () => {
  const usage = { inputTokens: 24_000, cacheReadTokens: 5_000, cacheWriteTokens: 18_000 };
  const told = explainCache(
    { summary: first, body: body('1') },
    { summary: summary('b', 60_000, usage), body: body('2') },
  );
  expect(told).toMatchObject({ verdict: 'missed-changed', missedTokens: 14_000, livesUntil: 360_000 });
  // 14,000 tokens written again at 3.75 instead of read at 0.30 per million.
  expect(told.missCostUsd).toBeCloseTo(0.0483);
});

it('an unchanged prefix after more than five minutes had expired', () => {
  const usage = { inputTokens: 24_000, cacheReadTokens: 0, cacheWriteTokens: 23_000 };
  const later = { summary: summary('b', 301_000, usage), body: body('1', question) };
  expect(explainCache({ summary: first, body: body('1') }, later)).toMatchObject({
    verdict: 'missed-expired',
    missedTokens: 19_000,
    gapMs: 301_000,
  });
  const sooner = { ...later, summary: summary('b', 200_000, usage) };
  expect(explainCache({ summary: first, body: body('1') }, sooner).verdict).toBe('missed-unexplained');
});

it('a hit, a first request and a provider that says nothing are no misses', () => {
  const verdict = (before: Partial<ExchangeSummary['usage']>, after: Partial<ExchangeSummary['usage']>) =>
    explainCache(
      { summary: summary('a', 0, before), body: body('1') },
      { summary: summary('b', 1_000, after), body: body('1', question) },
    ).verdict;
  expect(verdict(first.usage, { inputTokens: 21_000, cacheReadTokens: 19_000, cacheWriteTokens: 1_500 })).toBe('hit');
  expect(verdict({ cacheReadTokens: 0 }, { cacheReadTokens: 0, inputTokens: 900 })).toBe('nothing-cached');
  expect(verdict({}, { inputTokens: 900 })).toBe('not-reported');
});

it('a change of model or of thinking is a cause although the prompt is the same', () => {
  const usage = { inputTokens: 24_000, cacheReadTokens: 0, cacheWriteTokens: 23_000 };
  const other = { ...(body('1') as object), model: 'claude-opus-4-5', thinking: { type: 'enabled' } };
  const told = explainCache({ summary: first, body: body('1') }, { summary: summary('b', 1_000, usage), body: other });
  expect(told.verdict).toBe('missed-changed');
  expect(told.causes).toEqual(['the model changed from claude-sonnet-4-5 to claude-opus-4-5', 'thinking changed']);
});
