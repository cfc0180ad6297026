/** How the exchanges of each started program went. */
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import { isTunnel } from '../../shared/reconstruct/is-tunnel.ts';
import type { State } from './store.ts';

export type ProgramTally = { readonly exchanges: number; readonly tunnels: number };

let last: {
  readonly rows: ReadonlyMap<ExchangeId, ExchangeSummary>;
  readonly tallies: ReadonlyMap<string, ProgramTally>;
} | null = null;

/** By the program's id; none for a program that nobody heard of yet. */
export function selectProgramTallies({ rows }: State): ReadonlyMap<string, ProgramTally> {
  if (last?.rows !== rows) last = { rows, tallies: tally(rows.values()) };
  return last.tallies;
}

function tally(rows: Iterable<ExchangeSummary>): ReadonlyMap<string, ProgramTally> {
  const tallies = new Map<string, { exchanges: number; tunnels: number }>();
  for (const summary of rows) {
    const { client } = summary;
    if (!client.run) continue;
    const known = tallies.get(client.run) ?? { exchanges: 0, tunnels: 0 };
    if (isTunnel(summary)) known.tunnels += 1;
    else known.exchanges += 1;
    tallies.set(client.run, known);
  }
  return tallies;
}
