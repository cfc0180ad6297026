import { expect, test } from 'vitest';
import { parseMarkdown } from './markdown-nodes.tsx';
import { cellsOf, columnWidths, tableLines } from './table-lines.ts';

const wordsOf = (source: string): readonly (readonly string[])[] | undefined =>
  tableLines(source)?.rows.map((row) => cellsOf(source, row).map(({ start, end }) => source.slice(start, end)));

test('a table is read from its lines, with what stands around it', () => {
  const source = 'Words before:\n| a | b |\n|:--|--:|\n| 1 | 2 |\n|3|4\n\n| no row of it |';
  const table = tableLines(source);
  expect(wordsOf(source)).toEqual([
    ['a', 'b'],
    ['1', '2'],
    ['3', '4'],
  ]);
  expect(table?.sides).toEqual(['left', 'right']);
  expect(source.slice(0, table?.start)).toBe('Words before:\n');
  expect(source.slice(table?.end)).toBe('\n| no row of it |');
});

test('bars at the edges are no cells, an escaped one is none, an empty cell is one, and lines may end with CRLF', () => {
  expect(wordsOf('a | b\r\n-|-\r\nx \\| y | \r\n|| z |\r\n')).toEqual([['a', 'b'], ['x \\| y'], ['', 'z']]);
});

test('lines that are no table are none', () => {
  expect(tableLines('| a | b |\n| c | d |\n')).toBeNull();
  expect(tableLines('words\n---\nmore')).toBeNull();
  expect(tableLines('| a | b |\n|---|\n| c | d |\n')).toBeNull();
  expect(tableLines(`${'|a'.repeat(200)}\n${'|-'.repeat(200)}\n`)).toBeNull();
});

test.each([
  '| a | b | c |\n|---|:-:|--:|\n| 1 | 2 |\n| 1 | 2 | 3 | 4 |\n| x \\| y | **b** | `c` |\n',
  'a|b\n-|-\n  1 | 2  \n3|\n',
  '| one |\n|--|\n| 1 |\n',
])('what it reads is what the parser reads: %j', (source) => {
  const [table] = parseMarkdown(source);
  if (table?.type !== 'table') throw new Error('no table');
  const parsed = table.children.map(({ children }) =>
    children.slice(0, table.children[0]?.children.length).map(({ children: words }) => {
      const [first, last] = [words[0]?.position?.start.offset, words.at(-1)?.position?.end.offset];
      return first === undefined ? '' : source.slice(first, last);
    }),
  );
  // What is too much in a row is not shown, by either.
  expect(wordsOf(source)?.map((row) => row.slice(0, parsed[0]?.length))).toEqual(parsed);
  expect(tableLines(source)?.sides).toEqual(table.align?.map((side) => side ?? undefined));
});

test('widths come in steps, and a long cell wraps', () => {
  const source = `| a | b |\n|---|---|\n| 12345 | ${'x'.repeat(90)} |\n`;
  const table = tableLines(source);
  expect(table && columnWidths(source, table)).toEqual([8, 48]);
});
