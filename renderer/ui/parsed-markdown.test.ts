import { expect, test } from 'vitest';
import { parseMarkdown } from './markdown-nodes.tsx';
import { plainParagraph } from './parsed-markdown.ts';

/** The tree without the places that nobody reads. */
function told(nodes: unknown): unknown {
  return JSON.parse(JSON.stringify(nodes, (key, value) => (key === 'line' || key === 'column' ? undefined : value)));
}

test.each(['Some words of prose.\n\n', 'Wörter, (auch) "diese": ja?\n', 'Ends with no line', '一段文字。'])(
  'mere words are a paragraph without a parser, the same one: %j',
  (source) => {
    expect(told(plainParagraph(source))).toEqual(told(parseMarkdown(source)));
  },
);

test.each([
  'a *b*',
  'a `b`',
  '- item',
  '1. one',
  '# head',
  'a\n===',
  'see https://a.b',
  'a@b.c',
  'a &amp; b',
  'a\\*',
  '    code',
  '| a |',
  'a ~~b~~',
  'x[1]',
])('what may be more is left to the parser: %j', (source) => {
  expect(plainParagraph(source)).toBeNull();
});
