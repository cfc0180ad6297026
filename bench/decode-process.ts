/**
 * A process that decodes when it is told to, and says what that took: whatever is compared has one of its own, so that neither
 * pays for the other's garbage nor for code that V8 made for it. Runs from a bundle, as the product does.
 */
import { quietCollector } from '../electron/capture/quiet-collector.ts';
import { type DecodeTask, decodedUnits, parsedUnits } from './decode.ts';

/** Microseconds of processor time per unit, collecting garbage included: what other programs take of the machine does not count. */
function timePerUnit(units: number, run: () => number): number {
  const before = process.cpuUsage();
  let done = 0;
  while (done < units) done += run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / done;
}

quietCollector();
const prepared = new Map<string, () => number>();

process.on('message', (task: DecodeTask) => {
  const { work, subject, units } = task;
  const name = JSON.stringify([work, subject]);
  const run = prepared.get(name) ?? (work === 'decode' ? decodedUnits(subject) : parsedUnits(subject));
  prepared.set(name, run);
  process.send?.(units === 0 ? 0 : timePerUnit(units, run));
});
