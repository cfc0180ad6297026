import { describe, expect, it } from 'vitest';
import { createJsonLines, linesToFold } from './json-lines.ts';

function linesOf(value: unknown) {
  const builder = createJsonLines();
  const lines = JSON.stringify(value, null, 2).split('\n');
  builder.add(lines);
  return { lines, made: builder.done() };
}

describe('the lines of pretty JSON', () => {
  const { lines, made } = linesOf({
    model: 'm',
    messages: [
      { role: 'user', content: [] },
      { role: 'x', list: [1, 2] },
    ],
  });

  it('know what they stand in, and the how manieth they are', () => {
    const at = lines.findIndex((line) => line.includes('"x"'));
    const object = made.parent[at] as number;
    expect(lines[object]).toBe('    {');
    expect(made.ordinal[object]).toBe(1);
    expect(lines[made.parent[object] as number]).toBe('  "messages": [');
    expect(made.parent[0]).toBe(-1);
  });

  it('know which line closes what they open; an empty list opens nothing', () => {
    for (const [at, line] of lines.entries()) {
      const closing = made.closing[at] as number;
      expect(closing > 0, line).toBe(/[{[]$/.test(line));
      if (closing > 0) expect(lines[closing]?.trimStart()).toMatch(/^[}\]],?$/);
    }
    expect(made.closing[0]).toBe(lines.length - 1);
  });

  it('are folded below the root, outer and inner ones', () => {
    expect(linesToFold(made).map((at) => lines[at]?.trim())).toEqual(['"messages": [', '{', '{', '"list": [']);
  });

  it('of 200,000 keys cost no more than a look, and no more is folded at once than there is room for', () => {
    const before = process.cpuUsage();
    const wide = linesOf(Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`k${index}`, index])));
    expect(wide.made.length).toBe(200_002);
    expect(linesToFold(wide.made)).toEqual([]);
    const many = linesOf(Array.from({ length: 20_000 }, () => ({ a: 1 })));
    expect(linesToFold(many.made)).toHaveLength(5_000);
    expect(process.cpuUsage(before).user).toBeLessThan(3_000_000);
  });
});

it('lines that are no JSON are lines without meaning', () => {
  const builder = createJsonLines();
  builder.add(['}', ']', 'words {', 'more', '', '}', '}']);
  const made = builder.done();
  expect(made.length).toBe(7);
  expect(made.closing[2]).toBe(5);
});
