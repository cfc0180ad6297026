/**
 * A blind tunnel: bytes pass both ways as they come, with back-pressure and half-open ends, and are counted. Nothing of
 * them is looked at.
 */
import net, { type Socket } from 'node:net';
import { authorityText, type HostAndPort } from '../authority-form.ts';
import { epochNow } from '../clock.ts';
import { endExchange, setOutcome } from '../exchange-end.ts';
import { failureBeforeHead } from '../failure-words.ts';
import { connectThrough, type Way } from '../proxy-agents.ts';
import {
  answerConnect,
  type ConnectExchange,
  establish,
  noteEstablished,
  startConnectExchange,
} from './connect-exchange.ts';

/** How tunnels reach their hosts. */
export type TunnelDialer = {
  /** The proxy on the way; null: straight there. */
  readonly proxyFor: (target: HostAndPort) => Way | null;
  /** Did this connection lead back to ourselves? */
  readonly isLoop: (socket: Socket) => boolean;
  /** Counted, and ended with the proxy. */
  readonly track: (socket: Socket) => void;
};

/** Connects and joins. `isEstablished`: the client was told already. */
export function openTunnel(
  exchange: ConnectExchange,
  target: HostAndPort,
  dialer: TunnelDialer,
  { isEstablished }: { readonly isEstablished: boolean },
): void {
  startConnectExchange(exchange);
  dialFor(exchange, target, dialer, isEstablished, (upstream) => joinTunnel(exchange, upstream));
}

/** Connects the two ends of an exchange whose client has been told that it is connected. */
export function joinTunnel(exchange: ConnectExchange, upstream: Socket): void {
  startConnectExchange(exchange);
  noteEstablished(exchange);
  const { client, life } = exchange;
  life.sink.upgrade(life.id, epochNow());
  if (!client.destroyed) {
    joinSockets(exchange, upstream);
    return;
  }
  setOutcome(life, 'client-aborted', null);
  reset(upstream);
  endExchange(life);
}

/** Connects and tells the client so; a failure is told too and ends the exchange. */
export function dialFor(
  exchange: ConnectExchange,
  target: HostAndPort,
  dialer: TunnelDialer,
  isEstablished: boolean,
  onConnected: (upstream: Socket) => void,
): void {
  const { client, life } = exchange;
  const cancel = new AbortController();
  const onLeave = (): void => {
    startConnectExchange(exchange);
    setOutcome(life, 'client-aborted', null);
    cancel.abort();
    endExchange(life);
  };
  client.once('close', onLeave);
  dial(target, dialer, cancel.signal).then(
    (upstream) => {
      client.off('close', onLeave);
      if (!isEstablished) establish(client);
      onConnected(upstream);
    },
    (error: unknown) => {
      if (cancel.signal.aborted) return;
      client.off('close', onLeave);
      const failure = failureBeforeHead(error, authorityText(target));
      if (!isEstablished) {
        answerConnect(exchange, 502, failure);
        return;
      }
      setOutcome(life, 'failed', failure);
      client.destroy();
      endExchange(life);
    },
  );
}

async function dial(target: HostAndPort, dialer: TunnelDialer, signal: AbortSignal): Promise<Socket> {
  const proxy = dialer.proxyFor(target);
  const socket = await (proxy === null ? connectStraight(target, signal) : connectThrough(proxy, target, signal));
  dialer.track(socket);
  if (!dialer.isLoop(socket)) return socket;
  socket.destroy();
  throw Object.assign(new Error('it is Wirelens itself under another name'), { code: 'ERR_WIRELENS_WAY' });
}

function connectStraight({ hostname, port }: HostAndPort, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostname, port, allowHalfOpen: true, noDelay: true });
    const onAbort = (): void => void socket.destroy(new Error('no longer wanted'));
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      signal.removeEventListener('abort', onAbort);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

function joinSockets({ client, life }: ConnectExchange, upstream: Socket): void {
  const { id, sink } = life;
  let open = 2;
  const onClose = (): void => {
    open -= 1;
    if (open === 0) endExchange(life);
  };
  client.once('close', onClose);
  upstream.once('close', onClose);
  upstream.on('error', (error) => {
    setOutcome(life, 'truncated', { kind: 'connection-reset', message: `The tunnel was cut: ${error.message}.` });
  });
  client.on('error', () => setOutcome(life, 'client-aborted', null));
  pump(client, upstream, (chunk) => sink.requestChunk(id, epochNow(), chunk));
  pump(upstream, client, (chunk) => sink.responseChunk(id, epochNow(), chunk, !client.destroyed));
}

/** One direction. An end is passed on as an end, a reset as a reset. */
function pump(from: Socket, to: Socket, note: (chunk: Buffer) => void): void {
  let hasEnded = from.readableEnded;
  if (hasEnded) to.end();
  from.on('data', (chunk: Buffer) => {
    if (!to.write(chunk)) from.pause();
    note(chunk);
  });
  to.on('drain', () => from.resume());
  from.on('end', () => {
    hasEnded = true;
    to.end();
  });
  from.on('close', (hasFailed) => {
    if (to.destroyed) return;
    if (hasFailed || !hasEnded) reset(to);
  });
  from.resume();
}

/** TLS to a proxy has no reset of its own. */
function reset(socket: Socket): void {
  if ('encrypted' in socket) socket.destroy();
  else socket.resetAndDestroy();
}
