/**
 * HTTP/2 for clients inside interception: every stream becomes an exchange like any other. Upstreams are asked in HTTP/1.1,
 * which all of those we know speak; gRPC, which needs HTTP/2 all the way, is told so.
 */
import { createServer, type Http2Session, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { ExchangeRequest, ExchangeResponse } from '../exchange-sides.ts';
import { maxHeadBytes } from '../proxy-engine.ts';
import { Http2Request } from './http2-request.ts';
import { Http2Response } from './http2-response.ts';

export type Http2ServiceOptions = {
  readonly serve: (request: ExchangeRequest, response: ExchangeResponse) => void;
  readonly onFault: (fault: unknown) => void;
};

/** What a client may have under way, and how far it may upload before we have read. */
const limits = { streams: 256, windowBytes: 256 * 1024, sessionMemoryMb: 64, headerPairs: 2000 } as const;

/** Serves connections whose TLS handshake settled on `h2`. */
export function createHttp2Service({ serve, onFault }: Http2ServiceOptions): (socket: Socket) => void {
  const server = createServer({
    settings: {
      enablePush: false,
      maxConcurrentStreams: limits.streams,
      initialWindowSize: limits.windowBytes,
      maxHeaderListSize: maxHeadBytes,
    },
    maxHeaderListPairs: limits.headerPairs,
    maxSessionMemory: limits.sessionMemoryMb,
  });
  const sockets = new WeakMap<Http2Session, Socket>();
  const onStream = (
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    _flags: number,
    rawHeaders: readonly string[],
  ): void => {
    // Its close tells the exchange; without a listener Node would throw.
    stream.on('error', () => undefined);
    const socket = stream.session === undefined ? undefined : sockets.get(stream.session);
    if (socket === undefined) return;
    if (headers[':method'] === 'CONNECT') {
      stream.respond({ ':status': 501 }, { endStream: true });
      return;
    }
    try {
      const request = new Http2Request({ stream, headers, rawHeaders, socket });
      serve(request, new Http2Response(stream, request.method, socket));
    } catch (fault) {
      onFault(fault);
      stream.destroy();
    }
  };
  server.on('stream', onStream);
  // A client that breaks the protocol loses its connection, which ends its exchanges: nothing more to tell.
  server.on('sessionError', () => undefined);
  return (socket) => {
    server.once('session', (session) => {
      sockets.set(session, socket);
      session.setLocalWindowSize?.(limits.windowBytes * 4);
    });
    server.emit('connection', socket);
  };
}
