import { describe, expect, it } from 'vitest';
import type { WireChunk } from '../../../shared/ipc/bodies.ts';
import { contentOfChunk, type EventPlaces, eventsInBytes } from './wire-borders.ts';

/** Four events of ten bytes; the numbers of the first two are 0 and 1, then 4 and 5. */
const places: EventPlaces = { starts: [0, 10, 20, 30], ends: [10, 20, 30, 40], indexes: [0, 1, 4, 5] };

function wordsOf(decodedOffset: number, decodedBytes: number): string {
  const chunk: WireChunk = {
    index: 0,
    receivedAt: 0,
    offset: 0,
    sizeBytes: 1,
    decodedOffset,
    decodedBytes,
    isInsideCharacter: false,
  };
  return contentOfChunk(places, chunk).words;
}

describe('a chunk', () => {
  it.each([
    [0, 10, '0'],
    [0, 30, '0 to 4'],
    [3, 4, 'inside 0'],
    [0, 5, 'start of 0'],
    [5, 5, 'rest of 0'],
    [5, 10, 'rest of 0, start of 1'],
    [5, 30, 'rest of 0, 1 to 4, start of 5'],
    [10, 0, 'held back'],
    [40, 3, 'no event'],
  ])('from byte %i with %i bytes holds: %s', (start, size, words) => {
    expect(wordsOf(start, size)).toBe(words);
  });
});

it('bytes find the events that they belong to, and a gap none', () => {
  expect(eventsInBytes(places, 9, 11)).toEqual({ first: 0, last: 1 });
  expect(eventsInBytes(places, 20, 40)).toEqual({ first: 4, last: 5 });
  expect(eventsInBytes(places, 50, 60)).toBeNull();
  expect(eventsInBytes({ starts: [], ends: [], indexes: [] }, 0, 5)).toBeNull();
});
