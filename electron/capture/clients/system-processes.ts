/** What finding clients needs of an operating system; one implementation per system, chosen here. */
import type { ClientInfo } from '../../../shared/model/exchange.ts';
import { createLinuxProcesses } from './linux-processes.ts';
import { createMacProcesses } from './mac-processes.ts';
import { createWindowsProcesses } from './windows-processes.ts';

/** A loopback connection, seen from the client: its address and port, and the port that it called. */
export type ClientSocket = Pick<ClientInfo, 'address' | 'port'> & { readonly ownPort: number };

export type ProcessFacts = {
  readonly pid: number;
  readonly parentPid: number | null;
  /** The program first; where the system knows only one text, split as a shell would. */
  readonly words: readonly string[];
};

export type SystemProcesses = {
  /** Pids of those who hold the clients' ends, by `socketKey`; absent where nobody was found. Never rejects. */
  readonly owners: (sockets: readonly ClientSocket[]) => Promise<ReadonlyMap<string, number>>;
  /** The process and its ancestors, itself first, at most `maxAncestors`; empty when it is gone. Never rejects. */
  readonly lineage: (pid: number) => Promise<readonly ProcessFacts[]>;
};

/** Deep enough for an agent behind a shell, a package runner and a test runner. */
export const maxAncestors = 8;

/** IPv4 in IPv6's clothes counts as IPv4. */
export function socketKey({ address, port, ownPort }: ClientSocket): string {
  return `${address.replace(/^::ffff:/i, '')} ${port} ${ownPort}`;
}

/** Null: a system that tells us nothing. */
export function systemProcesses(platform: NodeJS.Platform): SystemProcesses | null {
  if (platform === 'linux') return createLinuxProcesses('/proc');
  if (platform === 'darwin') return createMacProcesses();
  return platform === 'win32' ? createWindowsProcesses() : null;
}
