/**
 * The one file that talks to upstreams. Requests go out by our own `node:http` engine; WebSocket upgrades by the
 * `http-proxy` package (see web-socket-pass.ts). Why not http-proxy for requests too: it rebuilds request headers from
 * Node's merged, lower-cased object, normalises the path, rewrites DELETE and OPTIONS framing and drops trailers and
 * 1xx (each shown in http-proxy-faults.test.ts), all of which DESIGN.md 1.1 forbids.
 */
import http from 'node:http';
import https from 'node:https';
import type { Origin } from './origin.ts';
import type { RawHeaders } from './secrets.ts';
import { createAgentPool } from './upstream-agents.ts';
import type { TlsMaterial, TrustSource } from './upstream-trust.ts';

/** Whom to connect to, and how to know them. */
export type UpstreamWay = {
  readonly origin: Origin;
  readonly verifyTls: boolean;
  /** What the endpoint trusts and shows in TLS; null: nothing of its own. */
  readonly tls: TlsMaterial | null;
  /** Name or address to connect to in place of the origin's host; null: that one. */
  readonly address: string | null;
};

export type UpstreamCall = UpstreamWay & {
  readonly method: string;
  readonly path: string;
  readonly headers: RawHeaders;
  /** A fresh connection instead of one kept alive: for the second try after a stale one. */
  readonly isFresh: boolean;
};

export type ProxyEngine = {
  /** Starts a request whose head is stored but not sent: the first write or end sends it. Throws on an unusable head. */
  readonly request: (call: UpstreamCall) => http.ClientRequest;
  readonly agentFor: (way: UpstreamWay, isFresh: boolean) => http.Agent;
  /** Connections to upstreams, busy and idle. */
  readonly openSockets: () => number;
  readonly dispose: () => void;
};

/** Larger heads than Node's 16 KB are no reason for us to refuse what the two sides agree on. */
export const maxHeadBytes = 256 * 1024;

/** @param proxyFor the proxy of the user's network on the way to an origin; null: straight there */
export function createProxyEngine(
  trust: TrustSource,
  proxyFor: (origin: Origin) => Origin | null = () => null,
): ProxyEngine {
  const agents = createAgentPool();
  const agentFor = (way: UpstreamWay, isFresh: boolean): http.Agent => {
    const { origin, address } = way;
    const proxy = proxyFor(address === null ? origin : { ...origin, hostname: address });
    const secureContext = origin.isTls ? trust.contextFor(way.verifyTls, way.tls) : null;
    const { tls, verifyTls } = way;
    const proxyContext = proxy?.isTls === true ? trust.contextFor(true, null) : null;
    return agents.agentFor({
      isTls: origin.isTls,
      verifyTls,
      secureContext,
      tls,
      address,
      proxy,
      proxyContext,
      isFresh,
    });
  };
  return {
    agentFor,
    request: (call) => openRequest(call, agentFor(call, call.isFresh)),
    openSockets: agents.openSockets,
    dispose: agents.dispose,
  };
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
