/** What the machine has left. */
import { cpus } from 'node:os';

/** Milliseconds that all cores together have stood idle so far; count by difference. */
export function idleMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.idle, 0);
}
