import { describe, expect, it } from 'vitest';
import type { ExchangeSummary } from '../model/exchange.ts';
import { noUsage } from '../model/usage.ts';
import { compileFilter, filterTexts, type MatchContext, wantedTexts } from './match-filter.ts';
import { parseFilter } from './parse-filter.ts';
import { anExchange } from './test-exchange.ts';

const now = new Date(2026, 10, 22, 15, 0).getTime();
const healthy = anExchange({ id: 'a', startedAt: now - 60_000, endedAt: now - 58_000, firstTokenAt: now - 59_500 });
const limited = anExchange({
  id: 'b',
  startedAt: now - 3 * 3_600_000,
  endedAt: now - 3 * 3_600_000 + 40_000,
  firstTokenAt: null,
  status: 429,
  upstream: 'anthropic',
  format: 'anthropic-messages',
  model: 'claude-sonnet-4-5',
  end: 'failed',
  providerError: { type: 'rate_limit_error', message: 'Slow down', status: 429, requestId: null, retryAfterSeconds: 2 },
  row: { kind: 'error', label: 'rate_limit_error', text: 'Slow down' },
  responseBytes: 1_500_000,
});
const editing = anExchange({
  id: 'c',
  startedAt: now - 26 * 3_600_000,
  phase: 'streaming',
  end: null,
  endedAt: null,
  firstTokenAt: now - 26 * 3_600_000 + 2_500,
  upstream: 'ollama',
  row: { kind: 'tool-call', label: 'Bash', text: 'npm test' },
  usage: { ...noUsage, inputTokens: 31_000 },
  estimatedOutputTokens: 300,
});
const everything: readonly ExchangeSummary[] = [healthy, limited, editing];
const context: MatchContext = {
  now,
  costOf: ({ id }) => (id === 'a' ? 0.02 : id === 'c' ? 1.5 : null),
  textHits: (text) => (text === 'stampede' ? new Set(['c']) : null),
};

function passing(filter: string): string {
  const matches = compileFilter(parseFilter(filter).node, context);
  return everything
    .filter(matches)
    .map(({ id }) => id)
    .join('');
}

describe('a filter lets through', () => {
  it.each([
    ['', 'abc'],
    ['model:claude*', 'b'],
    ['model:*sonnet*', 'b'],
    ['model:sonnet', 'b'],
    ['model:sonnet*', ''],
    ['model:claude-sonnet-4-5*', 'b'],
    ['model:gpt-?.1-mini', 'ac'],
    ['model:=claude-sonnet-4-5', 'b'],
    ['model:!=claude-sonnet-4-5', 'ac'],
    ['status:>=400', 'b'],
    ['status:4xx', 'b'],
    ['status:400..499', 'b'],
    ['status:200', 'ac'],
    ['tool:bash', 'c'],
    ['tool:ba*', 'c'],
    ['tool:"npm test"', 'c'],
    ['ttft:>2s', 'c'],
    ['ttft:<=500ms', 'a'],
    ['duration:>0.5m', 'b'],
    ['tokens:>10k', 'c'],
    ['in:>=31,000', 'c'],
    ['out:300', 'c'],
    ['size:>1MB', 'b'],
    ['size:>=1.5MB', 'b'],
    ['cost:>$1', 'c'],
    ['cost:<5c', 'a'],
    ['is:failed', 'b'],
    ['is:live', 'c'],
    ['has:tool', 'c'],
    ['upstream:ollama', 'c'],
    ['provider:anthropic', 'b'],
    ['format:openai*', 'ac'],
    ['error:rate_limit*', 'b'],
    ['age:<1h', 'a'],
    ['after:today', 'ab'],
    ['before:today', 'c'],
    ['after:14:30', 'a'],
    ['after:2026-11-21', 'abc'],
    ['before:2026-11-22', 'c'],
    ['program:python', 'abc'],
    ['slow', 'b'],
    ['-slow', 'ac'],
    ['stampede', 'c'],
    ['-stampede', 'ab'],
    ['"Hello there"', 'a'],
    ['"there hello"', ''],
    ['is:failed OR is:live', 'bc'],
    ['(is:failed OR is:live) upstream:ollama', 'c'],
    ['is:failed OR is:live upstream:openai', 'b'],
    ['-(is:failed OR is:live)', 'a'],
    ['NOT is:failed', 'ac'],
    ['--slow', 'b'],
    ['status:>=400 -model:gpt*', 'b'],
    ['client:python total:>30s', 'b'],
  ])('%s: %s', (filter, expected) => {
    expect(parseFilter(filter).problems).toEqual([]);
    expect(passing(filter)).toBe(expected);
  });

  it('an exchange without the figure by no comparison of it', () => {
    expect(passing('cost:>=0')).toBe('ac');
    expect(passing('ttft:>=0')).toBe('ac');
  });
});

describe('a filter with a problem says where, and hides nothing by it', () => {
  it.each([
    ['status:', 'status: needs a value.', 0, 7, 'abc'],
    ['slow ttft:>fast', 'ttft: needs a duration, such as 250ms, 2s or 1.5m.', 10, 15, 'b'],
    ['ttft:>', 'ttft: needs a value.', 0, 6, 'abc'],
    ['is:nonsense', expect.stringContaining('is: knows live, waiting'), 3, 11, 'abc'],
    ['(is:failed', 'This parenthesis is not closed.', 0, 1, 'b'],
    ['"slow do', 'This quote is not closed.', 0, 8, 'b'],
    ['slow OR', 'OR needs a term behind it.', 5, 7, 'b'],
    ['OR slow', 'OR needs a term before it.', 0, 2, 'b'],
    ['model:>claude', 'model: is text and cannot be compared by >.', 6, 13, 'abc'],
    ['before:someday', expect.stringContaining('before: needs a day'), 7, 14, 'abc'],
  ])('%s: %s', (filter, message, start, end, expected) => {
    expect(parseFilter(filter).problems).toEqual([{ message, start, end }]);
    expect(passing(filter)).toBe(expected);
  });

  it('an unknown field is looked for as text, with the name that was probably meant', () => {
    const { node, problems } = parseFilter('modle:claude');
    expect(node).toEqual({ kind: 'text', text: 'modle:claude', isPhrase: true });
    expect(problems[0]?.message).toBe('There is no field modle:, so it is looked for as text. Did you mean model:?');
  });

  it('a URL and a call are words', () => {
    expect(parseFilter('http://example.com setTimeout( foo(bar)')).toEqual({
      node: {
        kind: 'all',
        nodes: [
          { kind: 'text', text: 'http://example.com', isPhrase: false },
          { kind: 'text', text: 'settimeout(', isPhrase: false },
          { kind: 'text', text: 'foo(bar)', isPhrase: false },
        ],
      },
      problems: [],
    });
  });

  it('ten thousand parentheses neither throw nor hang', () => {
    const { problems } = parseFilter(`${'('.repeat(10_000)}slow`);
    expect(problems.length).toBeGreaterThan(0);
  });
});

it('the words for the full-text search are every text term, once', () => {
  const { node } = parseFilter('Slow -"exact Words" (model:x OR slow)');
  expect(filterTexts(node)).toEqual(['slow', 'exact words']);
  expect(wantedTexts(node)).toEqual(['slow']);
  expect(wantedTexts(parseFilter('-(-kept gone)').node)).toEqual(['kept']);
});
