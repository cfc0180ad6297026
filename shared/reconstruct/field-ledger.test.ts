import { expect, test } from 'vitest';
import { createFieldLedger } from './field-ledger.ts';

test('a field that moved in the rebuilt object is not dropped', () => {
  const ledger = createFieldLedger();
  ledger.note(0, { id: 'c', choices: [{ index: 0, delta: { content: 'Hi' } }] });
  expect(ledger.dropped({ id: 'c', choices: [{ message: { content: 'Hi' } }] }, [])).toEqual([]);
});

test('a field that is nowhere in it is named with its path, count and first event', () => {
  const ledger = createFieldLedger();
  ledger.note(3, { choices: [{ delta: { novelty: 1 } }, { delta: { novelty: 2 } }] });
  ledger.note(4, { choices: [{ delta: { novelty: 3 } }] });
  expect(ledger.dropped({ choices: [] }, [])).toEqual([{ path: 'choices[].delta.novelty', count: 2, firstEvent: 3 }]);
});

test('a name that stands elsewhere with other values does not hold it', () => {
  const ledger = createFieldLedger();
  ledger.note(0, { id: 'c', choices: [{ delta: { content: 'Hi', source: { id: 'lost', title: 'kept' } } }] });
  const native = { id: 'c', choices: [{ message: { content: 'Hi', title: 'kept' } }] };
  expect(ledger.dropped(native, []).map(({ path }) => path)).toEqual(['choices[].delta.source.id']);
});

test('a name with a dot in it is one name', () => {
  const ledger = createFieldLedger();
  ledger.note(0, { 'trace.id': 7, 'span.id': 8 });
  expect(ledger.dropped({ 'trace.id': 7 }, []).map(({ path }) => path)).toEqual(['span.id']);
});

test('pieces are held by the text that they made, running counts by the last of them', () => {
  const ledger = createFieldLedger();
  ledger.note(0, { delta: { text: 'Hel' }, usage: { count: 1 } });
  ledger.note(1, { delta: { text: 'lo' }, usage: { count: 2 } });
  expect(ledger.dropped({ content: [{ text: 'Hello' }], usage: { count: 2 } }, [])).toEqual([]);
  expect(ledger.dropped({ content: [{ text: 'Hel' }], usage: { count: 2 } }, [])).toHaveLength(1);
});

test('absent values, framing fields and what the adapter consumes are no loss', () => {
  const ledger = createFieldLedger();
  ledger.note(0, { type: 'x', index: 4, refusal: null, name: '', list: [], partial_json: '{' });
  expect(ledger.dropped({}, ['partial_json'])).toEqual([]);
});

test("a name that the SDK writes in camel case is held, and an error is the completion's", () => {
  const ledger = createFieldLedger();
  ledger.note(0, { finish_reason: 'stop', error: { message: 'x' } });
  expect(ledger.dropped({ finishReason: 'stop' }, [])).toEqual([]);
});

test('hostile depth and breadth end soon', () => {
  const ledger = createFieldLedger();
  let deep: unknown = 1;
  for (let level = 0; level < 5000; level += 1) deep = { a: deep };
  ledger.note(0, deep);
  ledger.note(1, Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`field${index}`, index])));
  expect(ledger.dropped({}, [])).toHaveLength(50);
});
