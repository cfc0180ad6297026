import { expect, it } from 'vitest';
import { codeDocument } from './code-document.ts';

it('has every line of a long text, whatever the stretches', async () => {
  const lines = Array.from({ length: 60_000 }, (_, index) => `line ${index} of a text`);
  const doc = await codeDocument(lines.join('\n'), () => false);
  expect(doc?.lines).toBe(lines.length);
  expect(doc?.line(50_001).text).toBe('line 50000 of a text');
  expect(doc?.toString()).toBe(lines.join('\n'));
});

it('is nothing once nobody waits for it', async () => {
  expect(await codeDocument('a', () => true)).toBeNull();
});
