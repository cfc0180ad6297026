/** Notes when the connection to the upstream was opened, secured, and had the whole request. */
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionTiming } from '../../shared/model/exchange.ts';
import { epochNow } from './clock.ts';

/** @returns the moments so far; to be asked when the response begins or has failed */
export function watchConnection(request: ClientRequest): () => ConnectionTiming {
  let connectStartedAt: number | null = null;
  let connectedAt: number | null = null;
  let securedAt: number | null = null;
  let requestSentAt: number | null = null;
  const createdAt = epochNow();
  request.once('socket', (socket: Socket) => {
    if (!socket.connecting) return;
    connectStartedAt = createdAt;
    socket.once('connect', () => {
      connectedAt = epochNow();
    });
    socket.once('secureConnect', () => {
      securedAt = epochNow();
    });
  });
  request.once('finish', () => {
    requestSentAt = epochNow();
  });
  return () => ({ isReused: request.reusedSocket, connectStartedAt, connectedAt, securedAt, requestSentAt });
}
