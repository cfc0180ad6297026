import { expect, it } from 'vitest';
import { threadPath } from './thread-path.ts';

it('goes up in the gap between the panes, with round corners', () => {
  const path = threadPath({ from: { x: 10, y: 100 }, to: { x: 40, y: 20 }, bendX: 25 });
  expect(path).toBe('M10 100H18Q25 100 25 93V27Q25 20 32 20H40');
});

it('is straight where both ends are level', () => {
  expect(threadPath({ from: { x: 10, y: 50 }, to: { x: 40, y: 50 }, bendX: 25 })).toBe('M10 50L40 50');
});
