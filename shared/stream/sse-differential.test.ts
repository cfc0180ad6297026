import { describe, expect, it } from 'vitest';
import { differenceAt, sseStreamOf } from '../../tests/support/sse-differential.ts';

describe('our decoder and eventsource-parser', () => {
  it('hear the same in 2000 seeded streams of mixed line ends, cut at random places (npm run fuzz has 100,000)', () => {
    for (let seed = 1; seed <= 2000; seed += 1) expect(differenceAt(seed)).toBeNull();
  });

  it('are given streams of every kind of line end, with byte order marks and NUL', () => {
    const all = Array.from({ length: 500 }, (_, index) => sseStreamOf(index + 1)).join('');
    for (const part of ['\r\n', '\r\r', '\n\r', '\uFEFF', '\0', '😀']) expect(all).toContain(part);
  });
});
