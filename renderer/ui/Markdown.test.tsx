import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Markdown } from './Markdown.tsx';

const html = (text: string): string => renderToStaticMarkup(<Markdown text={text} />);

test('HTML in a completion is shown as text, never as elements', () => {
  const shown = html(
    'Hi <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n<iframe src="https://evil.example">\n',
  );
  expect(shown).not.toMatch(/<(script|img|iframe)/i);
  expect(shown).toContain('&lt;script&gt;');
});

test('images are named, not loaded, and links have nowhere to go by themselves', () => {
  const shown = html(
    '![a cat](https://evil.example/cat.png) and [here](javascript:alert(1)) and https://evil.example\n',
  );
  expect(shown).not.toMatch(/<img|<a |href=|src=/i);
  expect(shown).toContain('https://evil.example/cat.png');
});

test('every leaf stands where its data-at says', () => {
  const text =
    '# Head\n\nSome **bold** and `code` here.\n\n1. one\n   more of one\n2. two *it*\n\n> quoted\n> lines\n\n```ts\nconst a = 1;\n```\n\n| a | b |\n|---|---|\n| x | y |\n';
  const leaves = [...html(text).matchAll(/data-at="(\d+)"[^>]*>([^<]*)</g)];
  expect(leaves.length).toBeGreaterThan(10);
  for (const [, at, words] of leaves) {
    const shown = (words ?? '').replaceAll('&gt;', '>').replaceAll('&quot;', '"').trimEnd();
    expect(text.slice(Number(at), Number(at) + shown.length)).toBe(shown);
  }
});

test('columns of a table stand on the side that its second line names', () => {
  const shown = html('| a | b | c | d |\n|---|:--|--:|:-:|\n| 1 | 2 | 3 | 4 |\n');
  const sides = [...shown.matchAll(/<(th|td)( data-side="(\w+)")?>/g)].map(([, tag, , side]) => [tag, side ?? '']);
  const columns = ['', 'left', 'right', 'center'];
  expect(sides).toEqual([...columns.map((side) => ['th', side]), ...columns.map((side) => ['td', side])]);
});

test('a fence that is still open is code already', () => {
  expect(html('Look:\n\n```py\nprint(')).toMatch(
    /<pre[^>]*data-language="py"[^>]*><code><span[^>]*>print\(<\/span><\/code>/,
  );
});

test('a table of thousands of cells is a table, in slices, every leaf of it in its place', () => {
  const rows = Array.from({ length: 1_500 }, (_, index) => `| ${index} | **name ${index}** | 12:30 |`).join('\n');
  const text = `Words before.\n| id | name | at |\n|---:|---|---|\n${rows}\n\nAnd words after.\n`;
  const shown = html(text);
  expect(shown).toContain('<th data-side="right">');
  expect(shown).toContain('<strong>');
  expect(shown).toContain('And words after.');
  const leaves = [...shown.matchAll(/data-at="(\d+)"[^>]*>([^<]*)</g)];
  expect(leaves.length).toBeGreaterThan(100);
  for (const [, at, words] of leaves) expect(text.slice(Number(at)).startsWith((words ?? '').trimEnd())).toBe(true);
  expect(shown.replaceAll(/<[^>]*>/g, ' ')).toContain('1499');
});
