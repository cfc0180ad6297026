import { describe, expect, it } from 'vitest';
import { base64Content, decodedText } from './base64-content.ts';

const base64Of = (bytes: readonly number[] | string): string => Buffer.from(bytes as string).toString('base64');
const png = base64Of([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array.from({ length: 40 }, () => 1)]);

describe('base64', () => {
  it('is told by its first bytes, also behind a data URL that says otherwise', () => {
    expect(base64Content(png)).toMatchObject({ kind: 'image', mediaType: 'image/png', sizeBytes: 48 });
    expect(base64Content(`data:image/svg+xml;base64,${png}`)).toMatchObject({ kind: 'image', mediaType: 'image/png' });
  });

  it('of a picture that could carry a script is no picture', () => {
    const svg = base64Of('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
    expect(base64Content(`data:image/svg+xml;base64,${svg}`)?.kind).toBe('text');
  });

  it('of text can be read', () => {
    const text = 'Grüße aus der Leitung, in mehr als vierzig Zeichen.\n';
    expect(base64Content(base64Of(text))?.kind).toBe('text');
    expect(decodedText(base64Of(text))).toBe(text);
  });

  it.each([
    'a sentence of words that is longer than forty characters',
    'short',
    'deadbeef'.repeat(8),
    'ABC'.repeat(30),
  ])('is not seen in %s', (text) => {
    expect(base64Content(text)).toBeNull();
  });
});
