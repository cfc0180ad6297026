/**
 * The long differential: `npm run differential -- --streams 500 --seed 1`. Odd streams read by us and by the official SDKs, the
 * same with single places changed read with and without shortcuts, and all recordings spelled and cut otherwise. `--openai
 * <folder>`: another release of `openai`, unpacked there. The tests run a short one.
 */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import OpenAI from 'openai';
import { adapters } from '../shared/providers/registry.ts';
import { loadFixtures } from '../tests/support/fixtures.ts';
import { oddFaults, oddFormats, twistFaults } from '../tests/support/odd/odd-differential.ts';
import { isRewritable, recutFaults, respellFaults } from '../tests/support/odd/recording-faults.ts';

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    openai: { type: 'string' },
  },
});
const [streams, rounds, seed] = [values.streams, values.rounds, values.seed].map(Number) as [number, number, number];
const maxShown = 30;
let faultCount = 0;

function tell(faults: readonly string[]): void {
  for (const fault of faults) {
    faultCount += 1;
    if (faultCount <= maxShown) console.log(fault.slice(0, 1500));
  }
}

function clientOf(folder: string | undefined): typeof OpenAI {
  if (folder === undefined) return OpenAI;
  const loaded = createRequire(import.meta.url)(resolve(folder)) as { readonly default: typeof OpenAI };
  return loaded.default;
}

for (const format of oddFormats(clientOf(values.openai))) {
  const before = faultCount;
  for (let index = 0; index < streams; index += 1) {
    tell(await oddFaults(format, seed + index));
    tell(twistFaults(format, seed + index));
  }
  console.log(`${format.format}: ${streams} odd streams, ${faultCount - before} faults`);
}

const fixtures = loadFixtures(adapters.map((adapter) => adapter.format)).filter(isRewritable);
const before = faultCount;
for (let round = 0; round < rounds; round += 1) {
  for (const [index, fixture] of fixtures.entries()) {
    const own = seed + round * fixtures.length + index;
    tell(respellFaults(fixture, own));
    tell(recutFaults(fixture, own));
  }
}
console.log(`recordings: ${fixtures.length} written anew ${rounds} times, ${faultCount - before} faults`);
process.exitCode = faultCount === 0 ? 0 : 1;
