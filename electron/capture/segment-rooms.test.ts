import { expect, test } from 'vitest';
import { createSegmentRooms } from './segment-rooms.ts';

test('a room is used again only when all who held it have let it go', () => {
  const rooms = createSegmentRooms();
  const room = rooms.take(20_000);
  room.hold();
  room.letGo();
  expect(rooms.take(20_000)).not.toBe(room);
  room.letGo();
  expect(rooms.take(20_000)).toBe(room);
  // Held again by whoever took it: it does not go round twice.
  expect(rooms.take(20_000)).not.toBe(room);
});

test('a room has at least the bytes that were asked for, and at most half as much again above 2 KB', () => {
  const rooms = createSegmentRooms();
  for (const size of [1, 2, 3, 2048, 2049, 3072, 3073, 4096, 4097, 100_000, 786_432, 786_433, 1_048_576, 1_048_577]) {
    const { length } = rooms.take(size).bytes;
    expect(length).toBeGreaterThanOrEqual(size);
    if (size >= 2048) expect(length).toBeLessThanOrEqual(size * 1.5);
  }
});

test('what fits is told by the size of the room, so a larger body never gets a smaller one', () => {
  const rooms = createSegmentRooms();
  const small = rooms.take(24_000);
  small.letGo();
  expect(rooms.take(24_577).bytes.length).toBeGreaterThanOrEqual(24_577);
});

test('no more than 8 MB wait for the next body, and nothing above a megabyte', () => {
  const rooms = createSegmentRooms();
  const taken = Array.from({ length: 12 }, () => rooms.take(1024 * 1024));
  for (const room of taken) room.letGo();
  const again = Array.from({ length: 12 }, () => rooms.take(1024 * 1024));
  expect(again.filter((room) => taken.includes(room)).length).toBe(8);
  const huge = rooms.take(3 * 1024 * 1024);
  huge.letGo();
  expect(rooms.take(3 * 1024 * 1024)).not.toBe(huge);
});
