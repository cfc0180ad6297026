/** The pools of connections to upstreams: one for each way of getting there, made at first use, bounded in number. */
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import type { Origin } from './origin.ts';
import { createProxyAgent } from './proxy-agents.ts';
import type { TlsMaterial } from './upstream-trust.ts';

/** What makes two connections to the same host differ. */
export type AgentWay = {
  readonly isTls: boolean;
  readonly verifyTls: boolean;
  /** Null: Node's own. */
  readonly secureContext: SecureContext | null;
  readonly tls: TlsMaterial | null;
  readonly address: string | null;
  readonly proxy: Origin | null;
  /** For TLS to the proxy itself; null: Node's own. */
  readonly proxyContext: SecureContext | null;
  /** For one request only, never kept alive. */
  readonly isFresh: boolean;
};

export type AgentPool = {
  readonly agentFor: (way: AgentWay) => http.Agent;
  /** Connections, busy and idle. */
  readonly openSockets: () => number;
  readonly dispose: () => void;
};

/** More ways than this are not in use at once: the oldest one's idle connections are closed. */
const poolLimit = 64;
const keptAlive = { keepAlive: true, noDelay: true, maxFreeSockets: 1024, scheduling: 'lifo' } as const;
const once = { keepAlive: false, noDelay: true } as const;

/** Connections are kept alive, apart by what they trust, show and pass through. */
export function createAgentPool(): AgentPool {
  // Looked up for every request: plain connections, the most common ones here, need no key.
  const plain = new http.Agent(keptAlive);
  const plainOnce = new http.Agent(once);
  const named = new Map<string, { readonly agent: http.Agent; readonly secureContext: SecureContext | null }>();
  const all = new Set<http.Agent>([plain, plainOnce]);
  const namedAgent = (way: AgentWay): http.Agent => {
    const name = nameOf(way);
    const known = named.get(name);
    if (known !== undefined && known.secureContext === way.secureContext) return known.agent;
    if (known !== undefined) retire(known.agent);
    const agent = createAgent(way);
    all.add(agent);
    named.delete(name);
    named.set(name, { agent, secureContext: way.secureContext });
    if (named.size > poolLimit) {
      const [oldest] = named;
      if (oldest !== undefined) {
        named.delete(oldest[0]);
        retire(oldest[1].agent);
      }
    }
    return agent;
  };
  const openSockets = (): number => {
    let sum = 0;
    for (const agent of all) {
      const count = countSockets(agent);
      sum += count;
      if (count === 0 && agent.maxFreeSockets === 0) all.delete(agent);
    }
    return sum;
  };
  return {
    agentFor: (way) => {
      if (!way.isTls && way.proxy === null) return way.isFresh ? plainOnce : plain;
      return namedAgent(way);
    },
    openSockets,
    dispose: () => {
      for (const agent of all) agent.destroy();
    },
  };
}

function nameOf({ isTls, verifyTls, tls, address, proxy, isFresh }: AgentWay): string {
  const way = proxy === null ? '' : `${proxy.text} ${proxy.basicAuthorization}`;
  return `${isTls} ${verifyTls} ${isFresh} ${address} ${way} ${tls?.id}`;
}

function createAgent(way: AgentWay): http.Agent {
  const { address, isFresh, isTls, proxy, secureContext, tls, verifyTls } = way;
  const options = {
    ...(isFresh ? once : keptAlive),
    ...(secureContext === null ? {} : { secureContext }),
    ...(verifyTls ? {} : { rejectUnauthorized: false }),
    ...(tls?.serverName ? { servername: tls.serverName } : {}),
  };
  if (proxy !== null) return createProxyAgent({ proxy, secureContext: way.proxyContext, address }, isTls, options);
  return createTlsAgent(address, options);
}

/** To another address than the name says; the name stays what is asked for and verified. */
function createTlsAgent(address: string | null, options: https.AgentOptions): https.Agent {
  const agent = new https.Agent(options);
  if (address === null) return agent;
  const { createConnection } = agent;
  return Object.assign(agent, {
    createConnection: (wanted: object, done?: (error: Error | null, stream: Duplex) => void) =>
      createConnection.call(agent, { ...wanted, host: address }, done),
  });
}

/** Ends what idles now, and each of the others when its exchange is done. */
function retire(agent: http.Agent): void {
  agent.maxFreeSockets = 0;
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}

function countSockets(agent: http.Agent): number {
  let count = 0;
  for (const list of [agent.sockets, agent.freeSockets]) {
    for (const sockets of Object.values(list)) count += sockets?.length ?? 0;
  }
  return count;
}
