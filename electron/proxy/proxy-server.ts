/**
 * The proxy: listens, lets in, hands every request to an exchange of its own, be it from a client that knows us by base
 * URL or from one that takes us for its proxy. Composes this folder.
 */
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { fail, succeed } from '../../shared/lib/result.ts';
import { isLoopbackName, proxyRefusalOf } from './access-guard.ts';
import { type FlowContext, serveExchange } from './exchange-flow.ts';
import type { OutgoingProxies } from './outgoing-proxies.ts';
import { createOwnAddress } from './own-address.ts';
import { serveWithoutUpgrade } from './plain-upgrade.ts';
import type { ProxyOptions, ProxyServer } from './proxy-api.ts';
import { createProxyEngine, maxHeadBytes } from './proxy-engine.ts';
import type { ForwardRules } from './request-plan.ts';
import { createSafeSink } from './safe-sink.ts';
import { createSecretMasker } from './secrets.ts';
import { createConnectPass } from './tls/connect-pass.ts';
import { createHttp2Service } from './tls/http2-service.ts';
import { createTrustSource } from './upstream-trust.ts';
import { isWebSocketRequest, serveWebSocket } from './web-socket-pass.ts';

const portsToTry = 21;

/** A proxy that does not listen yet. One server can listen once. */
export function createProxyServer(options: ProxyOptions): ProxyServer {
  let isLoopback = true;
  const address = createOwnAddress();
  const proxyFor: OutgoingProxies = (target) => {
    const proxy = options.outgoing?.(target) ?? null;
    return proxy !== null && address.isOurs(proxy) ? null : proxy;
  };
  const extra = options.extraCertificates ?? [];
  const trust = createTrustSource(typeof extra === 'function' ? extra : () => extra);
  const engine = createProxyEngine(trust, proxyFor);
  const forward: ForwardRules = {
    rules: () => options.interception?.()?.rules ?? [],
    isOurs: address.isOurs,
    refusal: (request) => proxyRefusalOf(request, { isLoopback, token: options.token() }),
  };
  const context: FlowContext = {
    engine,
    sink: createSafeSink(options.sink, options.onFault),
    masker: createSecretMasker(options.salt),
    program: options.program ?? (() => null),
    planContext: () => ({ options, access: { isLoopback, token: options.token() }, forward }),
  };
  const server = createHttpServer(context, options.onFault);
  // Serves what came out of a CONNECT; it never listens.
  const inner = createHttpServer(context, options.onFault);
  const sockets = trackSockets(server);
  const connect = createConnectPass({
    flow: context,
    forward,
    interception: () => options.interception?.() ?? null,
    dialer: {
      proxyFor: (target) => {
        const proxy = proxyFor({ ...target, isTls: true });
        return proxy === null ? null : { proxy, secureContext: proxy.isTls ? trust.contextFor(true, null) : null };
      },
      isLoop: address.isLoop,
      track: (socket) => track(sockets, socket),
    },
    serve: (socket, isInner) => void (isInner ? inner : server).emit('connection', socket),
    serveHttp2: createHttp2Service({
      serve: (request, response) => serveExchange(context, request, response),
      onFault: options.onFault,
    }),
    onFault: options.onFault,
  });
  server.on('connect', guarded(connect, options.onFault));
  inner.on('connect', refuseNestedConnect);
  return {
    listen: async (port, host) => {
      isLoopback = isLoopbackName(host);
      address.listensOn(server, host);
      if (!isLoopback && (options.token() ?? '') === '') {
        return fail('not-allowed', `Listening on ${host} lets other machines in: set a token first, or use 127.0.0.1.`);
      }
      return listenSomewhere(server, port, host);
    },
    openSockets: () => sockets.size + engine.openSockets(),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      engine.dispose();
      await closed;
    },
  };
}

function createHttpServer(context: FlowContext, onFault: (fault: unknown) => void): http.Server {
  const server = http.createServer({ noDelay: true, maxHeaderSize: maxHeadBytes });
  // No timer of ours ends a slow exchange or an idle connection (DESIGN.md 1.1).
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.keepAliveTimeout = 0;
  server.timeout = 0;
  server.maxHeadersCount = 0;
  const serve = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    try {
      serveExchange(context, request, response);
    } catch (fault) {
      onFault(fault);
      request.socket.destroy();
    }
  };
  server.on('request', serve);
  // With these listeners Node leaves `Expect` to us: it goes to the upstream, whose 100 or final answer comes back.
  server.on('checkContinue', serve);
  server.on('checkExpectation', serve);
  server.on('upgrade', (request: http.IncomingMessage, socket: Socket, head: Buffer) => {
    try {
      if (isWebSocketRequest(request)) serveWebSocket(context, request, socket, head);
      else serveWithoutUpgrade(server, request, socket, head);
    } catch (fault) {
      onFault(fault);
      socket.destroy();
    }
  });
  return server;
}

type ConnectListener = (request: http.IncomingMessage, socket: Socket, head: Buffer) => void;

function guarded(connect: ConnectListener, onFault: (fault: unknown) => void): ConnectListener {
  return (request, socket, head) => {
    try {
      connect(request, socket, head);
    } catch (fault) {
      onFault(fault);
      socket.destroy();
    }
  };
}

/** A CONNECT inside an intercepted connection: the host that the client talks to is no proxy. */
function refuseNestedConnect(_request: http.IncomingMessage, socket: Socket): void {
  socket.on('error', () => socket.destroy());
  socket.end('HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
}

function trackSockets(server: http.Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => track(sockets, socket));
  return sockets;
}

function track(sockets: Set<Socket>, socket: Socket): void {
  if (sockets.has(socket)) return;
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
}

/** Tries `port` and the next 20 while they are taken. */
async function listenSomewhere(server: http.Server, port: number, host: string): ReturnType<ProxyServer['listen']> {
  const last = port === 0 ? 0 : Math.min(port + portsToTry - 1, 65_535);
  for (let candidate = port; candidate <= last; candidate += 1) {
    const problem = await tryListen(server, candidate, host);
    if (problem === null) return succeed(listeningOn(server, port, host));
    if (problem.code === 'EADDRNOTAVAIL' || problem.code === 'ENOTFOUND' || problem.code === 'EINVAL') {
      return fail('bad-address', `${host} is no address of this machine (${problem.code}). Use 127.0.0.1.`);
    }
    if (problem.code === 'EACCES')
      return fail('not-allowed', `Port ${candidate} needs more rights. Use one above 1023.`);
    if (problem.code !== 'EADDRINUSE') return fail('bad-address', `Cannot listen on ${host}: ${problem.message}`);
  }
  return fail(
    'port-taken',
    `Ports ${port} to ${last} on ${host} are all taken. Close what uses them or choose another.`,
  );
}

function tryListen(server: http.Server, port: number, host: string): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off('listening', onListening);
      resolve(error);
    };
    const onListening = (): void => {
      server.off('error', onError);
      resolve(null);
    };
    server.once('error', onError);
    server.once('listening', onListening);
    server.listen({ port, host, exclusive: true });
  });
}

function listeningOn(
  server: http.Server,
  wanted: number,
  host: string,
): { url: string; port: number; wantedPort: number | null } {
  const { port } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${name}:${port}`, port, wantedPort: wanted === 0 || wanted === port ? null : wanted };
}
