/**
 * The one file that talks to upstreams. Requests go out by our own `node:http` engine; WebSocket upgrades by the
 * `http-proxy` package (see web-socket-pass.ts). Why not http-proxy for requests too: it rebuilds request headers from
 * Node's merged, lower-cased object, normalises the path, rewrites DELETE and OPTIONS framing and drops trailers and
 * 1xx (each shown in http-proxy-faults.test.ts), all of which DESIGN.md 1.1 forbids.
 */
import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import type { Origin } from './origin.ts';
import { createProxyAgent } from './proxy-agents.ts';
import type { RawHeaders } from './secrets.ts';

export type UpstreamCall = {
  readonly origin: Origin;
  readonly verifyTls: boolean;
  readonly method: string;
  readonly path: string;
  readonly headers: RawHeaders;
  /** A fresh connection instead of one kept alive: for the second try after a stale one. */
  readonly isFresh: boolean;
};

export type ProxyEngine = {
  /** Starts a request whose head is stored but not sent: the first write or end sends it. Throws on an unusable head. */
  readonly request: (call: UpstreamCall) => http.ClientRequest;
  readonly agentFor: (origin: Origin, verifyTls: boolean, isFresh: boolean) => http.Agent;
  /** Connections to upstreams, busy and idle. */
  readonly openSockets: () => number;
  readonly dispose: () => void;
};

/** Larger heads than Node's 16 KB are no reason for us to refuse what the two sides agree on. */
export const maxHeadBytes = 256 * 1024;

/**
 * @param extraCertificates PEM texts trusted beside the usual roots
 * @param proxyFor the proxy of the user's network on the way to an origin; null: straight there
 */
export function createProxyEngine(
  extraCertificates: readonly string[],
  proxyFor: (origin: Origin) => Origin | null = () => null,
): ProxyEngine {
  const pool = { keepAlive: true, noDelay: true, maxFreeSockets: 1024, scheduling: 'lifo' } as const;
  const trust = extraCertificates.length === 0 ? {} : { ca: [...defaultRoots(), ...extraCertificates] };
  const plain = new http.Agent(pool);
  const verifying = new https.Agent({ ...pool, ...trust });
  const trusting = new https.Agent({ ...pool, rejectUnauthorized: false });
  const once = { ...pool, keepAlive: false };
  const plainOnce = new http.Agent(once);
  const verifyingOnce = new https.Agent({ ...once, ...trust });
  const trustingOnce = new https.Agent({ ...once, rejectUnauthorized: false });
  const agents: http.Agent[] = [plain, verifying, trusting, plainOnce, verifyingOnce, trustingOnce];
  const throughProxy = new Map<string, http.Agent>();
  const agentThrough = (proxy: Origin, isTls: boolean, verifyTls: boolean, isFresh: boolean): http.Agent => {
    const name = `${proxy.text} ${proxy.basicAuthorization} ${isTls} ${verifyTls} ${isFresh}`;
    const known = throughProxy.get(name);
    if (known !== undefined) return known;
    const agent = createProxyAgent(proxy, isTls, {
      ...(isFresh ? once : pool),
      ...(verifyTls ? trust : { rejectUnauthorized: false }),
    });
    agents.push(agent);
    throughProxy.set(name, agent);
    return agent;
  };
  const agentFor = (origin: Origin, verifyTls: boolean, isFresh: boolean): http.Agent => {
    const proxy = proxyFor(origin);
    if (proxy !== null) return agentThrough(proxy, origin.isTls, verifyTls, isFresh);
    if (!origin.isTls) return isFresh ? plainOnce : plain;
    if (verifyTls) return isFresh ? verifyingOnce : verifying;
    return isFresh ? trustingOnce : trusting;
  };
  return {
    agentFor,
    request: (call) => openRequest(call, agentFor(call.origin, call.verifyTls, call.isFresh)),
    openSockets: () => agents.reduce((sum, agent) => sum + countSockets(agent), 0),
    dispose: () => {
      for (const agent of agents) agent.destroy();
    },
  };
}

function defaultRoots(): readonly string[] {
  // From Node 22.15: also those of NODE_EXTRA_CA_CERTS and, where chosen, of the system.
  const modern: object = tls;
  const get = 'getCACertificates' in modern ? modern.getCACertificates : null;
  return typeof get === 'function' ? (get('default') as string[]) : tls.rootCertificates;
}

function openRequest(call: UpstreamCall, agent: http.Agent): http.ClientRequest {
  const options: http.RequestOptions = {
    hostname: call.origin.hostname,
    port: call.origin.port,
    method: call.method,
    path: call.path,
    setHost: false,
    maxHeaderSize: maxHeadBytes,
    agent,
  };
  const request = call.origin.isTls ? https.request(options) : http.request(options);
  request.maxHeadersCount = 0;
  storeHead(request, call);
  return request;
}

type HeadStore = { readonly _storeHeader: (firstLine: string, headers: RawHeaders) => void };

/**
 * Node's public ways either merge duplicates (`setHeader`) or add `Connection` and `Transfer-Encoding` of their own
 * (a raw list in the options). So the raw list is stored by the very method that Node's constructor calls with it, after
 * telling it to add nothing. Unchanged from Node 0.12 to 24; if it ever goes, duplicates are merged and all else works.
 */
function storeHead(request: http.ClientRequest, call: UpstreamCall): void {
  request.removeHeader('Connection');
  request.useChunkedEncodingByDefault = false;
  if (hasHeadStore(request)) {
    request._storeHeader(`${call.method} ${call.path} HTTP/1.1\r\n`, call.headers);
    return;
  }
  for (let index = 0; index + 1 < call.headers.length; index += 2) {
    request.appendHeader(call.headers[index] as string, call.headers[index + 1] as string);
  }
}

function hasHeadStore(request: object): request is HeadStore {
  return '_storeHeader' in request && typeof request._storeHeader === 'function';
}

function countSockets(agent: http.Agent): number {
  let count = 0;
  for (const list of [agent.sockets, agent.freeSockets]) {
    for (const sockets of Object.values(list)) count += sockets?.length ?? 0;
  }
  return count;
}
