/** The proxy of base-URL mode: listens, lets in, hands every request to an exchange of its own. Composes this folder. */
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { fail, succeed } from '../../shared/lib/result.ts';
import { isLoopbackName } from './access-guard.ts';
import { type FlowContext, serveExchange } from './exchange-flow.ts';
import { serveWithoutUpgrade } from './plain-upgrade.ts';
import type { ProxyOptions, ProxyServer } from './proxy-api.ts';
import { createProxyEngine, maxHeadBytes } from './proxy-engine.ts';
import { createSafeSink } from './safe-sink.ts';
import { createSecretMasker } from './secrets.ts';
import { isWebSocketRequest, serveWebSocket } from './web-socket-pass.ts';

const portsToTry = 21;

/** A proxy that does not listen yet. One server can listen once. */
export function createProxyServer(options: ProxyOptions): ProxyServer {
  const engine = createProxyEngine(options.extraCertificates ?? []);
  let isLoopback = true;
  const context: FlowContext = {
    engine,
    sink: createSafeSink(options.sink, options.onFault),
    masker: createSecretMasker(options.salt),
    planContext: () => ({ options, access: { isLoopback, token: options.token() } }),
  };
  const server = createHttpServer(context, options.onFault);
  const sockets = trackSockets(server);
  return {
    listen: async (port, host) => {
      isLoopback = isLoopbackName(host);
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
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
  return server;
}

function trackSockets(server: http.Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
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
