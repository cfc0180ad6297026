import { expect, it } from 'vitest';
import { noUsage } from '../model/usage.ts';
import { costOf, priceOf } from './cost.ts';
import { pricesWith, priceTable } from './price-table.ts';

const usage = { ...noUsage, inputTokens: 1_000_000, outputTokens: 100_000 };

it('a model without an entry has no price, and a sibling does not get the price of its family', () => {
  expect(costOf('llama3.2', usage)).toBeNull();
  expect(costOf(null, usage)).toBeNull();
  expect(priceOf('gpt-5.5-ultra')).toBeNull();
  expect(priceOf('gpt-4o-audio-preview')).toBeNull();
});

it('no reported usage is no cost', () => {
  expect(costOf('gpt-4o', noUsage)).toBeNull();
});

it('what the cache did is priced apart from fresh input', () => {
  const cached = { ...usage, cacheReadTokens: 600_000, cacheWriteTokens: 200_000 };
  expect(costOf('claude-sonnet-4-5-20250929', cached)).toMatchObject({
    inputUsd: 0.6,
    cacheReadUsd: 0.18,
    cacheWriteUsd: 0.75,
    outputUsd: 1.5,
  });
});

it('names of routers and clouds are read through', () => {
  const names = ['claude-sonnet-4-5', 'anthropic/claude-sonnet-4-5', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'];
  expect(names.map((name) => priceOf(name)?.input)).toEqual([3, 3, 3]);
  expect(priceOf('models/gemini-2.5-pro')?.input).toBe(1.25);
});

it('a long prompt is priced by the long tier as a whole', () => {
  expect(costOf('gemini-2.5-pro', { ...noUsage, inputTokens: 300_000, outputTokens: 0 })?.totalUsd).toBeCloseTo(0.75);
});

it('an entry of the user wins', () => {
  const mine = {
    model: 'gpt-4o',
    input: 1,
    output: 1,
    cacheRead: null,
    cacheWrite: null,
    asOf: '2026-01-01',
    source: '',
  };
  expect(costOf('gpt-4o', usage, [mine])?.totalUsd).toBeCloseTo(1.1);
});

it('own prices stand in front of the shipped ones, and the same list gives the same table', () => {
  const own = [
    {
      model: 'llama*',
      input: 0.1,
      output: 0.2,
      cacheRead: null,
      cacheWrite: null,
      asOf: '2026-11-22',
      source: 'yours',
    },
  ];
  expect(pricesWith(own)).toBe(pricesWith(own));
  expect(priceOf('llama3.2', pricesWith(own))?.source).toBe('yours');
  expect(priceOf('gpt-4o', pricesWith(own))?.input).toBe(2.5);
  expect(pricesWith(undefined)).toBe(pricesWith([]));
});

it('every shipped price says its day and where it was read', () => {
  for (const { asOf, source, input, output } of priceTable) {
    expect(asOf).toMatch(/^2026-\d\d-\d\d$/);
    expect(source).toMatch(/^https:/);
    expect(output).toBeGreaterThan(input);
  }
});
