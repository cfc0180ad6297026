import { describe, expect, it } from 'vitest';
import { matcherOf, parseFilter } from './filter.ts';
import { summaryWith } from './test-summaries.ts';

const healthy = summaryWith();
const limited = summaryWith({
  id: 'b',
  status: 429,
  upstream: 'anthropic',
  model: 'claude-sonnet-4-5',
  providerError: { type: 'rate_limit_error', message: 'Slow down', status: 429, requestId: null, retryAfterSeconds: 2 },
  row: { kind: 'error', label: 'rate_limit_error', text: 'Slow down' },
  firstTokenAt: null,
});
const editing = summaryWith({
  id: 'c',
  phase: 'streaming',
  end: null,
  endedAt: null,
  row: { kind: 'tool-call', label: 'Edit', text: 'src/retry.ts' },
  usage: { ...healthy.usage, inputTokens: 31_000, outputTokens: null },
  estimatedOutputTokens: 300,
});
const everything = [healthy, limited, editing];

function passing(filter: string): readonly string[] {
  return everything.filter(parseFilter(filter)).map(({ id }) => id);
}

describe('the filter of the list', () => {
  it.each([
    ['', ['a', 'b', 'c']],
    ['hello', ['a']],
    ['HELLO THERE', ['a']],
    ['"hello there"', ['a']],
    ['"there hello"', []],
    ['slow', ['b']],
    ['-slow', ['a', 'c']],
    ['status:429', ['b']],
    ['status:4xx', ['b']],
    ['status:>=400', ['b']],
    ['-status:4xx', ['a', 'c']],
    ['upstream:anthro', ['b']],
    ['model:sonnet', ['b']],
    ['tool:edit', ['c']],
    ['tool:retry.ts', ['c']],
    ['is:live', ['c']],
    ['is:error', ['b']],
    ['is:complete', ['a', 'b']],
    ['ttft:>0.4s', ['a', 'c']],
    ['ttft:>400ms', ['a', 'c']],
    ['ttft:<0.1', []],
    ['total:>=2s', ['a', 'b']],
    ['tokens:>10k', ['c']],
    ['in:>=31,000', ['c']],
    ['out:300', ['c']],
    ['client:python upstream:openai', ['a', 'c']],
  ])('%s lets through %j', (filter, expected) => {
    expect(passing(filter)).toEqual(expected);
  });

  it('a term that is still being typed hides nothing', () => {
    expect(passing('status:')).toEqual(['a', 'b', 'c']);
    expect(passing('ttft:>')).toEqual(['a', 'b', 'c']);
    expect(passing('-')).toEqual(['a', 'b', 'c']);
  });

  it('a state that is half typed matches what the whole word would', () => {
    expect(passing('is:err')).toEqual(['b']);
    expect(passing('is:nonsense')).toEqual([]);
  });

  it('an unknown name is free text, so that a URL can be searched', () => {
    const [target] = [summaryWith({ target: '/x?redirect=http://example.com' })];
    expect(parseFilter('http://example.com')(target)).toBe(true);
  });

  it('an exchange without the figure is let through by no comparison of it', () => {
    expect(parseFilter('ttft:<100')(limited)).toBe(false);
    expect(parseFilter('ttft:>0')(limited)).toBe(false);
  });

  it('a row that changed is matched anew although its id is the same', () => {
    const matches = matcherOf('is:live');
    expect(matches(editing)).toBe(true);
    expect(matcherOf('is:live')({ ...editing, phase: 'ended' })).toBe(false);
  });
});
