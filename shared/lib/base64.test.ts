import { describe, expect, test } from 'vitest';
import { decodeBase64 } from './base64.ts';
import { encodeUtf8 } from './utf8.ts';

describe('base64', () => {
  test.each([
    ['', ''],
    ['Zg==', 'f'],
    ['Zm8=', 'fo'],
    ['Zm9v', 'foo'],
    ['Zm9vYg==', 'foob'],
    ['Zm9vYmE=', 'fooba'],
    ['Zm9vYmFy', 'foobar'],
    ['Zm9vYg', 'foob'],
  ])('of RFC 4648: %s', (text, expected) => expect(decodeBase64(text)).toEqual(encodeUtf8(expected)));

  test('every byte value comes back', () => {
    const bytes = Uint8Array.from({ length: 1021 }, (_, index) => (index * 7) & 0xff);
    expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes);
  });

  test.each(['Zg=', 'Z', 'Zm9v Zg==', 'Zm9v_w==', 'Zg==Zg==', 'ä===', '===='])('%s is none', (text) =>
    expect(decodeBase64(text)).toBeNull(),
  );
});
