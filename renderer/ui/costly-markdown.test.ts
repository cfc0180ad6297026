import { expect, it } from 'vitest';
import { isCostlyMarkdown } from './costly-markdown.ts';
import { parseMarkdown } from './markdown-nodes.tsx';

it.each([
  ['quotes in each other', `${'> '.repeat(3_000)}x`],
  ['lists in each other', `some words\n${'- '.repeat(1_600)}x`],
  ['emphasis that never ends', '*a_'.repeat(3_900)],
  ['a table of 400 columns', `${'|a'.repeat(400)}\n${'|-'.repeat(400)}\n${'|b'.repeat(400)}`],
  ['a table of 2,400 cells', `|a|b|\n|-|-|\n${'|1|2|\n'.repeat(1_200)}`],
])('%s are not parsed', (_, text) => {
  expect(isCostlyMarkdown(text)).toBe(true);
});

it.each([
  ['an answer', 'Some *words* of the turn, `code` and **more**.\n'.repeat(200)],
  ['a table', `| a | b |\n|---|---|\n${'| one cell | another |\n'.repeat(400)}`],
  ['a list of lists', Array.from({ length: 20 }, (_, depth) => `${'  '.repeat(depth)}- item`).join('\n')],
  ['a rule, and the hyphens of a table', `${'-'.repeat(79)}\n\n| ${'- | '.repeat(30)}`],
])('%s is', (_, text) => {
  expect(isCostlyMarkdown(text)).toBe(false);
  expect(parseMarkdown(text).length).toBeGreaterThan(0);
});
