import { expect, it } from 'vitest';
import { completeFilter, seenValues } from './complete-filter.ts';
import { highlightFilter } from './highlight-filter.ts';
import { anExchange } from './test-exchange.ts';

const seen = seenValues([
  anExchange({ model: 'gpt-5' }),
  anExchange({ model: 'claude-sonnet-4-5' }),
  anExchange({ model: 'claude-sonnet-4-5', status: 429 }),
  anExchange({ client: { address: '', port: 1, userAgent: null, program: 'my program', pid: 1 } }),
]);

/** The text after the first suggestion at `|` was taken, and what was offered. */
function complete(marked: string): { readonly offered: readonly string[]; readonly taken: string } {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { start, end, suggestions } = completeFilter(text, caret, seen);
  const taken = text.slice(0, start) + (suggestions[0]?.insert ?? '') + text.slice(end);
  return { offered: suggestions.map(({ insert }) => insert), taken };
}

it('a word that begins like a field is completed to it', () => {
  expect(complete('status:429 mo| x')).toEqual({ offered: ['model:'], taken: 'status:429 model: x' });
});

it('values are those that were seen, the most frequent first', () => {
  expect(complete('model:|').offered).toEqual(['claude-sonnet-4-5', 'gpt-5', 'gpt-4.1-mini']);
  expect(complete('model:son|').taken).toBe('model:claude-sonnet-4-5');
  expect(complete('-model:gp|t slow').taken).toBe('-model:gpt-5 slow');
});

it('the value behind the caret is replaced as a whole, the next term is not', () => {
  expect(complete('model:|claude tool:x').taken).toBe('model:claude-sonnet-4-5 tool:x');
  expect(complete('is:| fast')).toMatchObject({ taken: 'is:live fast' });
});

it('a value with a space is put in quotes', () => {
  expect(complete('program:my|').taken).toBe('program:"my program"');
});

it('states and figures are offered by their words and examples', () => {
  expect(complete('is:str|').offered).toEqual(['streaming', 'stream']);
  expect(complete('ttft:|').offered).toContain('>2s');
});

it('fields are offered where a term can begin, and nothing within quotes', () => {
  expect(complete('|').offered[0]).toBe('model:');
  expect(complete('-|').taken).toBe('-model:');
  expect(complete('(|').taken).toBe('(model:');
  expect(complete('"mo|').offered).toEqual([]);
});

it('the colours cover every character once, and problems are marked', () => {
  const text = ' -(model:claude* OR ttft:>fast) "exact words" nope:x';
  const spans = highlightFilter(text);
  expect(spans.map((span) => span.text).join('')).toBe(text);
  expect(spans.filter((span) => span.isProblem).map((span) => span.text)).toEqual(['>', 'fast', 'nope:']);
  expect(spans.filter((span) => span.class !== 'space').map((span) => span.class)).toEqual([
    'negation',
    'group',
    'field',
    'value',
    'keyword',
    'field',
    'operator',
    'value',
    'group',
    'quoted',
    'text',
    'value',
  ]);
});
