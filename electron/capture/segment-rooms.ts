/**
 * The memory of long bodies' segments, going round: gathered into, stored and decoded from, given back. A buffer that is
 * dropped instead waits for a collection of the whole heap, and what lies between the living ones is lost to all (20 MB of
 * a slow reader's stream, measured 2026-11).
 */
import type { SegmentLease } from '../storage/segment.ts';

/** Held by whoever took it, once. */
export type SegmentRoom = SegmentLease & { readonly bytes: Uint8Array };

export type SegmentRooms = {
  /** Room for at least this many bytes, used before or fresh; what lies in it is anything. */
  readonly take: (sizeBytes: number) => SegmentRoom;
};

/** Beyond this, what nobody holds is dropped. Kept between streams too: the next one would else be made to collect what the last one left. */
const maxFreeBytes = 8 * 1024 * 1024;
/** Larger ones are rare and each of a size of its own. */
const maxRoomBytes = 1024 * 1024;

/** Nothing is free yet. */
export function createSegmentRooms(): SegmentRooms {
  /** By kind: each size of room, and as a stack, since what was used last is still near the processor. */
  const free: SegmentRoom[][] = [];
  let freeBytes = 0;
  const giveBack = (room: SegmentRoom): void => {
    const sizeBytes = room.bytes.length;
    if (sizeBytes > maxRoomBytes || freeBytes + sizeBytes > maxFreeBytes) return;
    freeBytes += sizeBytes;
    const kind = kindOf(sizeBytes);
    free[kind] ??= [];
    free[kind].push(room);
  };
  return {
    take: (sizeBytes) => {
      const kind = kindOf(sizeBytes);
      const known = free[kind]?.pop();
      if (known === undefined) return freshRoom(sizeOf(kind), giveBack);
      freeBytes -= known.bytes.length;
      known.hold();
      return known;
    },
  };
}

function freshRoom(sizeBytes: number, giveBack: (room: SegmentRoom) => void): SegmentRoom {
  let holders = 1;
  const room: SegmentRoom = {
    // Not zeroed. No `Buffer`: taking a part of one costs three times as much, and each chunk is taken.
    bytes: new Uint8Array(Buffer.allocUnsafeSlow(sizeBytes).buffer),
    hold: () => {
      holders += 1;
    },
    letGo: () => {
      holders -= 1;
      if (holders === 0) giveBack(room);
    },
  };
  return room;
}

/** Powers of two and halfway between them: 2 ** e < size <= 1.5 * 2 ** e is kind 2e, up to 2 ** (e + 1) kind 2e + 1. */
function kindOf(sizeBytes: number): number {
  const exponent = 31 - Math.clz32(Math.max(2, sizeBytes) - 1);
  return 2 * exponent + (sizeBytes > 1.5 * 2 ** exponent ? 1 : 0);
}

function sizeOf(kind: number): number {
  return (kind % 2 === 0 ? 1.5 : 2) * 2 ** (kind >> 1);
}
