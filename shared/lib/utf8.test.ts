import { expect, test } from 'vitest';
import { decodeUtf8, decodeUtf8Prefix } from './utf8.ts';

test('bad sequences are replaced and said', () => {
  expect(decodeUtf8(Uint8Array.of(97, 0xff, 98))).toEqual({ text: 'a\uFFFDb', isValid: false });
  expect(decodeUtf8(new TextEncoder().encode('\uFFFD'))).toEqual({ text: '\uFFFD', isValid: true });
  expect(decodeUtf8(new TextEncoder().encode('\uFEFFa')).text).toBe('\uFEFFa');
});

test('a cut text loses its unfinished character and nothing else', () => {
  const bytes = new TextEncoder().encode('aé☃🌨');
  const texts = Array.from({ length: bytes.length + 1 }, (_, length) => decodeUtf8Prefix(bytes.subarray(0, length)));
  expect(texts.every((decoded) => decoded.isValid)).toBe(true);
  expect(texts.map((decoded) => decoded.text.length)).toEqual([0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 5]);
});
