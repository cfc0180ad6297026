import { expect, test } from 'vitest';
import { crc32 } from './crc32.ts';
import { encodeUtf8 } from './utf8.ts';

test('gives the check value of the standard, nothing for nothing, and no negative numbers', () => {
  expect(crc32(encodeUtf8('123456789'))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
  expect(crc32(Uint8Array.of(0xff, 0xff, 0xff, 0xff))).toBe(0xffffffff);
});

test('sums parts as it sums the whole', () => {
  const bytes = encodeUtf8('The quick brown fox jumps over the lazy dog');
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const first = crc32(bytes, 0, cut);
    expect(crc32(bytes, cut, bytes.length, first)).toBe(0x414fa339);
  }
});
