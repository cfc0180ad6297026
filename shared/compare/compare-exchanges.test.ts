import { expect, it } from 'vitest';
import { exportedExchange } from '../../tests/support/exported-exchange.ts';
import type { ComparisonPart, ExchangeComparison } from '../model/comparison.ts';
import type { RequestMessage, RequestReading } from '../model/request-reading.ts';
import { priceTable } from '../prices/price-table.ts';
import { type ComparedExchange, compareExchanges } from './compare-exchanges.ts';

const exported = exportedExchange();

function message(role: RequestMessage['role'], text: string, index: number): RequestMessage {
  return { role, name: null, parts: [{ kind: 'text', text }], hasCacheMarker: false, path: `messages[${index}]` };
}

function exchange(reading: Partial<RequestReading>): ComparedExchange {
  const empty = { model: 'claude-x', isStreaming: true, messages: [], tools: [], parameters: [] };
  const { detail, completion } = exported;
  return { detail, completion, reading: { ...empty, ...reading } };
}

function differences({ parts }: ExchangeComparison, wanted: ComparisonPart) {
  const entries = parts.find(({ part }) => part === wanted)?.entries ?? [];
  return entries.filter(({ kind }) => kind !== 'same').map(({ kind, name, path }) => [kind, name, path]);
}

it('an exchange compared with itself differs nowhere', () => {
  const { parts } = compareExchanges(exchange({}), exchange({}), priceTable);
  expect(parts.every(({ differenceCount }) => differenceCount === 0)).toBe(true);
  expect(parts.map(({ part }) => part)).toContain('completion');
});

it('a message edited in the middle is changed, a later one is added, the rest is the same', () => {
  const before = [message('system', 'Be kind.', 0), message('user', 'Read a.ts', 1), message('assistant', 'Done.', 2)];
  const after = [
    message('system', 'Be kind.', 0),
    message('user', 'Read b.ts', 1),
    message('assistant', 'Done.', 2),
    message('user', 'Now run it', 3),
  ];
  const comparison = compareExchanges(exchange({ messages: before }), exchange({ messages: after }), priceTable);
  expect(differences(comparison, 'messages')).toEqual([
    ['changed', 'user', 'messages[1]'],
    ['added', 'user', 'messages[3]'],
  ]);
  expect(differences(comparison, 'system')).toEqual([]);
  const changed = comparison.parts.find(({ part }) => part === 'messages')?.entries[0];
  expect(changed?.stretches).toEqual([
    { kind: 'same', text: 'Read ' },
    { kind: 'removed', text: 'a' },
    { kind: 'added', text: 'b' },
    { kind: 'same', text: '.ts' },
  ]);
});

it('tools and parameters are compared by name, whatever their order', () => {
  const tool = (name: string, description: string) => ({ name, description, schema: { type: 'object' }, path: name });
  const comparison = compareExchanges(
    exchange({ tools: [tool('bash', 'runs'), tool('edit', 'edits')], parameters: [{ name: 'temperature', value: 0 }] }),
    exchange({ tools: [tool('edit', 'edits'), tool('bash', 'runs it')], parameters: [{ name: 'top_p', value: 1 }] }),
    priceTable,
  );
  expect(differences(comparison, 'tools')).toEqual([['changed', 'bash', 'bash']]);
  expect(differences(comparison, 'parameters')).toEqual([
    ['added', 'top_p', 'top_p'],
    ['removed', 'temperature', 'temperature'],
  ]);
});

it('an answer of another kind went and came; figures stand side by side', () => {
  const other = exchange({});
  const choices = other.completion.choices.map((choice) => ({ ...choice, blocks: choice.blocks.slice(0, 1) }));
  const summary = { ...other.detail.summary, endedAt: other.detail.summary.startedAt + 1_000 };
  const after = { ...other, completion: { ...other.completion, choices }, detail: { ...other.detail, summary } };
  const comparison = compareExchanges(exchange({}), after, priceTable);
  expect(differences(comparison, 'completion').every(([kind]) => kind === 'removed')).toBe(true);
  expect(differences(comparison, 'completion').length).toBeGreaterThan(0);
  expect(comparison.timing.find(({ name }) => name === 'total')).toMatchObject({ before: 2_500.5, after: 1_000 });
  expect(comparison.usage.find(({ name }) => name === 'cost')).toBeUndefined();
});
