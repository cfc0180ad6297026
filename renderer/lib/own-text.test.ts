import { expect, test } from 'vitest';
import { ownText } from './own-text.ts';

test('a text of its own is the same text, half a surrogate pair and all', () => {
  for (const text of ['', 'a', 'words '.repeat(500), 'half \ud83d and more than thirteen'])
    expect(ownText(text)).toBe(text);
});
