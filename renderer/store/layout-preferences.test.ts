import { expect, test } from 'vitest';
import { defaultLayout, parseLayout } from './layout-preferences.ts';

test('a layout is remembered as it was', () => {
  const layout = { detail: 'below', lastInside: 'below', sizes: { list: 420, 'list-height': 260 } };
  expect(parseLayout(JSON.parse(JSON.stringify(layout)))).toEqual(layout);
});

test('what no layout can be becomes the default, field by field', () => {
  expect(parseLayout(null)).toEqual(defaultLayout);
  expect(parseLayout('below')).toEqual(defaultLayout);
  const damaged = { detail: 'left', lastInside: 7, sizes: { list: 'wide', log: 1e9, inspector: 300, door: 200 } };
  expect(parseLayout(damaged)).toEqual({ ...defaultLayout, sizes: { inspector: 300 } });
});
