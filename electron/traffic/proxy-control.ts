/**
 * Keeps the proxy listening where the settings say. A change of port opens the new address first and lets the old one
 * finish what it is carrying.
 */
import type { ProxyStatus } from '../../shared/ipc/contract.ts';
import type { ProxyServer } from '../proxy/proxy-api.ts';

export type ProxyControlOptions = {
  readonly createServer: () => ProxyServer;
  readonly onStatus: (status: ProxyStatus) => void;
};

export type ProxyControl = {
  readonly status: () => ProxyStatus;
  readonly openSockets: () => number;
  /** Listens on `port` (0: any), or on the next free one. Same port and host again: nothing happens. */
  readonly listen: (port: number, host: string) => Promise<ProxyStatus>;
  readonly dispose: () => Promise<void>;
};

/** How often a former address is looked at, and how long it may carry on. */
const retirement = { checkMs: 500, longestMs: 10 * 60_000 } as const;

/** Before the first `listen`, and after the end. */
export const notListening: ProxyStatus = { isListening: false, url: null, port: null, wantedPort: null, problem: null };

/** Nothing listens yet. */
export function createProxyControl(options: ProxyControlOptions): ProxyControl {
  let status = notListening;
  let current: { readonly server: ProxyServer; readonly port: number; readonly host: string } | null = null;
  const retired = new Set<ProxyServer>();
  let queue: Promise<unknown> = Promise.resolve();

  const announce = (next: ProxyStatus): ProxyStatus => {
    status = next;
    options.onStatus(next);
    return next;
  };
  const switchTo = async (port: number, host: string): Promise<ProxyStatus> => {
    if (current && current.port === port && current.host === host) return status;
    const server = options.createServer();
    const listening = await server.listen(port, host);
    if (!listening.ok) {
      await server.close();
      // The former address, if any, goes on: a bad new port must not cut off the clients of the good old one.
      return announce({ ...status, problem: listening.error.message });
    }
    if (current) retire(current.server, retired);
    current = { server, port, host };
    return announce({ isListening: true, problem: null, ...listening.value });
  };

  return {
    status: () => status,
    openSockets: () => current?.server.openSockets() ?? 0,
    listen: (port, host) => {
      const next = queue.then(() => switchTo(port, host));
      queue = next.catch(() => undefined);
      return next;
    },
    dispose: async () => {
      await queue;
      const servers = [...retired, ...(current ? [current.server] : [])];
      current = null;
      retired.clear();
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

/** One line for the terminal that the app was started from. */
export function describeStatus(status: ProxyStatus): string {
  const problem = status.problem ? ` (${status.problem})` : '';
  if (!status.isListening) return `Wirelens does not listen${problem}`;
  const taken = status.wantedPort === null ? '' : `, since port ${status.wantedPort} is taken`;
  return `Wirelens listens on ${status.url}${taken}${problem}`;
}

function retire(server: ProxyServer, retired: Set<ProxyServer>): void {
  retired.add(server);
  const retiredAt = Date.now();
  const timer = setInterval(() => {
    const isDone = server.openSockets() === 0 || Date.now() - retiredAt > retirement.longestMs;
    if (retired.has(server) && !isDone) return;
    clearInterval(timer);
    if (retired.delete(server)) void server.close();
  }, retirement.checkMs);
  timer.unref();
}
