/** Columns: moved, shown in their usual place, as wide as the user says, and the place of the waterfall's axis. */
import { expect, test } from 'vitest';
import { clampWidth, moveColumn, toggleColumn, waterfallPlace, widthVariables } from './list-columns.ts';
import { defaultListView, parseListView } from './list-preferences.ts';

test('a column moves to a place among the others', () => {
  expect(moveColumn(['time', 'summary', 'out'], 'out', 0)).toEqual(['out', 'time', 'summary']);
  expect(moveColumn(['time', 'summary', 'out'], 'time', 9)).toEqual(['summary', 'out', 'time']);
});

test('a column that is switched on stands before those that usually follow it; the summary cannot go', () => {
  expect(toggleColumn(['time', 'summary', 'total'], 'out')).toEqual(['time', 'summary', 'out', 'total']);
  expect(toggleColumn(['time', 'summary', 'total'], 'waterfall').at(-1)).toBe('waterfall');
  expect(toggleColumn(['time', 'summary'], 'time')).toEqual(['summary']);
  expect(toggleColumn(['time', 'summary'], 'summary')).toEqual(['time', 'summary']);
});

test('widths are the own ones, else the usual ones, and never too narrow or too wide', () => {
  expect(widthVariables(['time', 'model'], { model: 120 })).toEqual({ '--w-time': '57px', '--w-model': '120px' });
  expect([clampWidth(2), clampWidth(9_999), clampWidth(50.4)]).toEqual([28, 480, 50]);
});

test('the axis stands over the waterfall, counted from the side that does not move', () => {
  expect(waterfallPlace(['time', 'summary'], {})).toBeNull();
  expect(waterfallPlace(['time', 'waterfall', 'summary'], {})).toEqual({ width: 140, left: 99, right: null });
  expect(waterfallPlace(['summary', 'waterfall', 'total'], { total: 40 })).toEqual({
    width: 140,
    left: null,
    right: 60,
  });
});

test('remembered columns and widths that make no sense are left out', () => {
  const stored = { columns: ['summary', 'nothing', 'cost'], widths: { cost: 5, model: 'wide', nothing: 40 } };
  expect(parseListView(stored)).toEqual({ ...defaultListView, columns: ['summary', 'cost'], widths: { cost: 28 } });
});
