import { expect, test } from 'vitest';
import type { ListItem } from '../../store/list-items.ts';
import { moveInList } from './list-keys.ts';

const row = (key: string) => ({ kind: 'row', key }) as ListItem;
const group = (key: string, isFolded: boolean) => ({ kind: 'group', key, isFolded }) as ListItem;
const items = [group('a', false), row('1'), row('2'), group('b', true), group('c', false), row('3')];

test('arrows go from row to row, over heads of open groups and onto those of folded ones', () => {
  expect(moveInList(items, '2', 'ArrowDown')).toBe('b');
  expect(moveInList(items, 'b', 'ArrowDown')).toBe('3');
  expect(moveInList(items, 'b', 'ArrowUp')).toBe('2');
  expect(moveInList(items, '1', 'ArrowUp')).toBe('1');
});

test('from the head of a group that was just opened they go on where it stands', () => {
  expect(moveInList(items, 'c', 'ArrowDown')).toBe('3');
  expect(moveInList(items, 'a', 'ArrowDown')).toBe('1');
});

test('other keys move nothing', () => {
  expect(moveInList(items, '1', 'x')).toBeNull();
  expect(moveInList([], null, 'ArrowDown')).toBeNull();
});
