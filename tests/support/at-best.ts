/** Bounds on time that hold on a busy machine too: what others take is no part of what is measured. */

/**
 * The least of up to 20 measurements in ms; the first one under `boundMs` ends it. A wait that belongs to what is measured
 * is in each of them, a pause of the machine is not.
 */
export async function atBest(boundMs: number, measure: () => Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 20 && least >= boundMs; round += 1) least = Math.min(least, await measure());
  return least;
}

/** Processor time in ms that `work` took, of this process. */
export function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
