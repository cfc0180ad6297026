import { expect, it } from 'vitest';
import { changedSpan } from './changed-span.ts';

it('only what differs is told, with what stands around it', () => {
  expect(changedSpan('finished at 14:31:58, exit 1', 'finished at 14:32:15, exit 1', 8)).toEqual({
    lead: '… at 14:3',
    before: '1:58',
    after: '2:15',
    tail: ', exit 1',
    character: 16,
  });
});

it('an insertion has nothing before, a deletion nothing after', () => {
  expect(changedSpan('ab', 'aXb')).toMatchObject({ before: '', after: 'X', character: 1 });
  expect(changedSpan('aab', 'ab')).toMatchObject({ before: 'a', after: '' });
  expect(changedSpan('same', 'same')).toBeNull();
});
