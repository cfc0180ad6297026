import { expect, it } from 'vitest';
import { codeDocument } from './code-document.ts';

it('has every line of a long text, whatever the stretches', async () => {
  const lines = Array.from({ length: 60_000 }, (_, index) => `line ${index} of a text`);
  const made = await codeDocument(lines.join('\n'), 'json', () => false);
  const doc = made?.doc;
  expect(doc?.lines).toBe(lines.length);
  expect(doc?.line(50_001).text).toBe('line 50000 of a text');
  expect(doc?.toString()).toBe(lines.join('\n'));
  expect(made?.json?.length).toBe(lines.length);
});

it('is nothing once nobody waits for it', async () => {
  expect(await codeDocument('a', 'text', () => true)).toBeNull();
});

it('tells where its long lines stand', async () => {
  const long = 'x'.repeat(300_000);
  const text = ['a', long, 'b', long].join('\n');
  const made = await codeDocument(text, 'text', () => false);
  expect(made?.longLines.map(({ from, to }) => made.doc.sliceString(from, to) === long)).toEqual([true, true]);
});
