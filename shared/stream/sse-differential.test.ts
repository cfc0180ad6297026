import { describe, expect, it } from 'vitest';
import { atLength } from '../../tests/support/at-length.ts';
import { differenceAt, sseStreamOf } from '../../tests/support/sse-differential.ts';

describe('our decoder and eventsource-parser', () => {
  const streams = atLength(2000, 200);

  it(`hear the same in ${streams} seeded streams of mixed line ends, cut at random places (npm run fuzz has 100,000)`, () => {
    for (let seed = 1; seed <= streams; seed += 1) expect(differenceAt(seed)).toBeNull();
  });

  it('are given streams of every kind of line end, with byte order marks and NUL', () => {
    const all = Array.from({ length: 500 }, (_, index) => sseStreamOf(index + 1)).join('');
    for (const part of ['\r\n', '\r\r', '\n\r', '\uFEFF', '\0', '😀']) expect(all).toContain(part);
  });
});
