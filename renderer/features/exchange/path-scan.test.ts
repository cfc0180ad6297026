import { expect, it } from 'vitest';
import type { EventRecord } from '../../../shared/model/event-record.ts';
import { createPathScan } from './path-scan.ts';

const texts = Array.from({ length: 5_000 }, (_, index) => `data: {"a":{"b":${index % 1000 === 7 ? '"x"' : '1'}}}\n\n`);
const body = new TextEncoder().encode(texts.join(''));

function eventsOfBody(): readonly EventRecord[] {
  let at = 0;
  return texts.map((text, index) => {
    const byteStart = at;
    at += text.length;
    const event = { index, byteStart, byteEnd: at, origin: 'upstream' } as const;
    return event as unknown as EventRecord;
  });
}

it('finds the path in a stream that still grows, each event looked at once', async () => {
  const asked: number[] = [];
  const scan = createPathScan({ steps: ['a', 'b'], value: 'x' }, async (start, end) => {
    asked.push(start);
    return body.subarray(start, end);
  });
  const events = eventsOfBody();
  await scan.extend(events, 1500, () => undefined);
  expect(scan.found).toEqual([7, 1007]);
  await scan.extend(events, 5000, () => undefined);
  expect(scan.found).toEqual([7, 1007, 2007, 3007, 4007]);
  expect(new Set(asked).size).toBe(asked.length);
});

it('stops where it is told to', async () => {
  const scan = createPathScan({ steps: ['a'], value: null }, async (start, end) => body.subarray(start, end));
  await scan.extend(eventsOfBody(), 5000, () => scan.stop());
  expect(scan.seen()).toBeLessThan(5000);
});
