/** Decoding by itself, no proxy and no disk: how fast bytes become events and a completion, beside JSON.parse of the same events. */
import { createResponseReader } from '../shared/reconstruct/response-reader.ts';
import { jsonTexts, type StreamKind } from './support/recorded-like.ts';
import { median } from './support/statistics.ts';

export type DecodeFigures = {
  readonly megabytesPerSecond: number;
  readonly microsecondsPerEvent: number;
  readonly parseMicrosecondsPerEvent: number;
  /** Per event of a stream of 50,000 events, divided by that of one of 500. */
  readonly longToShort: number;
};

const chunkBytes = 16 * 1024;

function readAll(kind: StreamKind, body: Uint8Array): number {
  const reader = createResponseReader({
    format: kind.format,
    request: { body: null },
    response: { status: 200, mediaType: kind.contentType, header: () => null },
  });
  let events = 0;
  for (let at = 0, index = 0; at < body.length; at += chunkBytes, index += 1) {
    events += reader.feed({ index, receivedAt: index, bytes: body.subarray(at, at + chunkBytes) }).length;
  }
  return events + reader.end(false).events.length;
}

/** Microseconds of processor time per event, collecting garbage included: what other programs take of the machine does not count. */
export function timePerEvent(events: number, run: () => number): number {
  const before = process.cpuUsage();
  let done = 0;
  while (done < events) done += run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / done;
}

/** One kind, several rounds: long streams, short ones and JSON.parse in turns. */
export function measureDecode(kind: StreamKind, rounds: number, megabytes: number): DecodeFigures {
  const long = new TextEncoder().encode(kind.body(50_000));
  const short = new TextEncoder().encode(kind.body(500));
  const texts = jsonTexts(kind.body(5000));
  const events = Math.ceil(((megabytes * 1e6) / long.length) * 50_000);
  const figures: Record<'long' | 'short' | 'parse', number[]> = { long: [], short: [], parse: [] };
  const parseAll = (): number => {
    for (const text of texts) JSON.parse(text);
    return texts.length;
  };
  for (let round = -1; round < rounds; round += 1) {
    const share = round === -1 ? events / 5 : events / rounds;
    const times = {
      parse: timePerEvent(share, parseAll),
      short: timePerEvent(share, () => readAll(kind, short)),
      long: timePerEvent(share, () => readAll(kind, long)),
    };
    // The first round warms up.
    if (round === -1) continue;
    for (const name of ['long', 'short', 'parse'] as const) figures[name].push(times[name]);
  }
  const perEvent = median(figures.long);
  return {
    megabytesPerSecond: long.length / 50_003 / perEvent,
    microsecondsPerEvent: perEvent,
    parseMicrosecondsPerEvent: median(figures.parse),
    longToShort: perEvent / median(figures.short),
  };
}
