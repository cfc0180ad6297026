/**
 * The long fuzz: `npm run fuzz -- --streams 100000 --rounds 40 --seed 1`. SSE streams against eventsource-parser, then
 * every recorded response damaged `rounds` times, then likewise read both ways. The tests run a short one.
 */
import { parseArgs } from 'node:util';
import { adapters } from '../shared/providers/registry.ts';
import { faultOf } from '../tests/support/adapter-fuzz.ts';
import { loadFixtures, missingFixtures } from '../tests/support/fixtures.ts';
import { mutateBody } from '../tests/support/mutate-body.ts';
import { repeatDifference } from '../tests/support/repeat-differential.ts';
import { seeded } from '../tests/support/seeded.ts';
import { differenceAt } from '../tests/support/sse-differential.ts';

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
  },
});
const [streams, rounds, seed] = [values.streams, values.rounds, values.seed].map(Number) as [number, number, number];
const maxShown = 20;
const faults: string[] = [];

function tell(fault: string | null): void {
  if (fault === null) return;
  faults.push(fault);
  if (faults.length <= maxShown) console.log(fault.slice(0, 1500));
}

function fuzzSse(): void {
  const startedAt = performance.now();
  for (let index = 0; index < streams; index += 1) tell(differenceAt(seed + index));
  console.log(`SSE: ${streams} streams in ${seconds(startedAt)}, ${faults.length} differ`);
}

function fuzzAdapters(): void {
  const missing = missingFixtures();
  if (missing !== null) {
    console.log(`Adapters: skipped, ${missing}`);
    return;
  }
  const before = faults.length;
  const startedAt = performance.now();
  const fixtures = loadFixtures(adapters.map((adapter) => adapter.format));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, fixture] of fixtures.entries()) {
      const others = fixtures.filter((other) => other.meta.api === fixture.meta.api && other !== fixture);
      tell(faultOf(fixture, others, seed + round * fixtures.length + index));
    }
  }
  const count = rounds * fixtures.length;
  console.log(`Adapters: ${count} damaged bodies in ${seconds(startedAt)}, ${faults.length - before} faults`);
}

/** Recordings and damaged ones, read with and without the fast way for events that repeat the one before. */
function fuzzRepeats(): void {
  if (missingFixtures() !== null) return;
  const before = faults.length;
  const startedAt = performance.now();
  const fixtures = loadFixtures(adapters.map((adapter) => adapter.format));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { meta, body }] of fixtures.entries()) {
      const random = seeded(seed + round * fixtures.length + index);
      const others = fixtures.filter((other) => other.meta.api === meta.api).map((other) => other.body);
      const read = round === 0 ? body : mutateBody(body, meta.framing, others, random);
      const difference = repeatDifference(meta, read, random);
      tell(difference === null ? null : `${meta.id}, round ${round}: ${difference}`);
    }
  }
  console.log(`Repeats: ${rounds * fixtures.length} bodies in ${seconds(startedAt)}, ${faults.length - before} differ`);
}

function seconds(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

fuzzSse();
fuzzAdapters();
fuzzRepeats();
process.exitCode = faults.length === 0 ? 0 : 1;
