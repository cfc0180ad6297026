/** One body read both ways: with repeats known by their bytes, and every event by its adapter alone. Nothing may differ. */
import type { Adapter } from '../../shared/providers/adapter.ts';
import { adapterFor } from '../../shared/providers/registry.ts';
import { createResponseReader } from '../../shared/reconstruct/response-reader.ts';
import type { Fixture } from './fixtures.ts';
import type { Seeded } from './seeded.ts';

export type ReadBody = {
  /** Everything that a reader gives, written out. */
  readonly result: string;
  /** Events that the adapter was given, the joined ones among them, and events in all. */
  readonly steps: number;
  readonly events: number;
};

type Source = Pick<Fixture['meta'], 'api' | 'framing' | 'status' | 'contentType'>;

export type ReadingOptions = {
  readonly isRepeating: boolean;
  readonly chunkSizes: readonly number[];
  readonly isLive?: boolean;
  /** Asks for the native object so far after every so many chunks, which tells the adapter its repeats. */
  readonly lookEvery?: number;
};

/** Reads `body`; what is left over after the last of `chunkSizes` comes as one chunk. */
export function readBody(source: Source, body: Uint8Array, options: ReadingOptions): ReadBody {
  const { isRepeating, chunkSizes, isLive = false, lookEvery = 0 } = options;
  let steps = 0;
  const { repeatRule, ...adapter } = adapterFor(source.api);
  const counted: Adapter = {
    ...adapter,
    ...(isRepeating && repeatRule !== undefined ? { repeatRule } : {}),
    step: (state, event) => {
      steps += 1;
      return adapter.step(state, event);
    },
  };
  const reader = createResponseReader({
    format: source.api,
    adapter: counted,
    framing: source.framing,
    request: { body: null },
    response: { status: source.status, mediaType: source.contentType, header: () => null },
    isLive,
  });
  const records: unknown[] = [];
  const looks: unknown[] = [];
  let offset = 0;
  for (const [index, size] of [...chunkSizes, body.length].entries()) {
    if (offset >= body.length) break;
    records.push(...reader.feed({ index, receivedAt: index, bytes: body.subarray(offset, offset + size) }));
    offset += size;
    if (lookEvery > 0 && index % lookEvery === 0) looks.push(reader.native(), reader.completion());
  }
  const last = reader.end(false);
  const result = JSON.stringify({
    records: [...records, ...last.events],
    looks,
    finalDeltas: last.finalDeltas,
    completion: reader.completion(),
    native: reader.native(),
    problems: reader.problems(),
    tally: reader.tally(),
  });
  return { result, steps, events: reader.tally().total };
}

/** What differs, in words; null when nothing does. Cut at random places, and looked at now and then. */
export function repeatDifference(source: Source, body: Uint8Array, random: Seeded): string | null {
  const sizes: number[] = [];
  const largest = random.pick([30, 400, 4000, 40_000]);
  for (let sum = 0; sum < body.length; sum += sizes.at(-1) ?? 1) sizes.push(random.between(1, largest));
  const isLive = random.next() < 0.3;
  const lookEvery = random.next() < 0.3 ? random.between(1, 40) : 0;
  const [fast, slow] = [true, false].map((isRepeating) =>
    readBody(source, body, { isRepeating, chunkSizes: sizes, isLive, lookEvery }),
  ) as [ReadBody, ReadBody];
  if (fast.result === slow.result) return null;
  let at = 0;
  while (fast.result[at] === slow.result[at]) at += 1;
  const [one, other] = [fast, slow].map(({ result }) => result.slice(Math.max(0, at - 200), at + 100));
  return `with repeats: …${one}\nwithout: …${other}`;
}
