/**
 * CONNECT: a program asks us, as its proxy, for a connection to some host. Hosts of the intercept list are decrypted and
 * served like any other request; ourselves too, without going through the network; all others get a blind tunnel.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { ruleFor } from '../../../shared/upstreams/host-rules.ts';
import { noteArrival } from '../arrival.ts';
import { authorityText, type HostAndPort, parseAuthority } from '../authority-form.ts';
import { epochNow } from '../clock.ts';
import { createLife, type FlowContext } from '../exchange-flow.ts';
import type { Interception } from '../proxy-api.ts';
import type { ForwardRules } from '../request-plan.ts';
import { answerConnect, type ConnectExchange, establish, startConnectExchange } from './connect-exchange.ts';
import { createInterceptor, type Interceptor } from './interceptor.ts';
import { openTunnel, type TunnelDialer } from './tunnel.ts';

export type ConnectContext = {
  readonly flow: FlowContext;
  readonly forward: ForwardRules;
  readonly interception: () => Interception | null;
  readonly dialer: TunnelDialer;
  /** Serves a connection as if its client had called us; `isInner`: what came out of a CONNECT to another host. */
  readonly serve: (socket: Socket, isInner: boolean) => void;
  readonly onFault: (fault: unknown) => void;
};

export type ConnectPass = (request: IncomingMessage, socket: Socket, head: Buffer) => void;

export function createConnectPass(context: ConnectContext): ConnectPass {
  const interceptor = createInterceptor(context);
  return (request, socket, head) => {
    // Without a listener a client that leaves early would be an uncaught error.
    socket.on('error', () => undefined);
    socket.setNoDelay(true);
    if (head.length > 0) socket.unshift(head);
    const target = parseAuthority(request.url ?? '');
    const exchange = newExchange(context, request, socket, target);
    if (target === null) {
      const message = `"${request.url?.slice(0, 200)}" is no host and port to connect to.`;
      answerConnect(exchange, 400, { kind: 'protocol', message });
      return;
    }
    const refusal = context.forward.refusal(request);
    if (refusal !== null) answerConnect(exchange, 407, { kind: 'refused-by-policy', message: `Refused: ${refusal}.` });
    else if (context.forward.isOurs(target)) serveOurselves(context, socket);
    else route(context, interceptor, exchange, target);
  };
}

function newExchange(
  { flow }: ConnectContext,
  request: IncomingMessage,
  client: Socket,
  target: HostAndPort | null,
): ConnectExchange {
  const startedAt = epochNow();
  const authority = target === null ? (request.url ?? '').slice(0, 300) : authorityText(target);
  return { flow, life: createLife(flow.sink, startedAt), request, client, startedAt, authority, isStarted: false };
}

function serveOurselves(context: ConnectContext, socket: Socket): void {
  establish(socket);
  context.serve(socket, false);
}

function route(
  context: ConnectContext,
  interceptor: Interceptor,
  exchange: ConnectExchange,
  target: HostAndPort,
): void {
  const interception = context.interception();
  const rule = interception === null ? null : ruleFor(interception.rules, target.hostname);
  if (interception === null || rule === null || rule.action === 'tunnel') {
    startConnectExchange(exchange);
    openTunnel(exchange, target, context.dialer, { isEstablished: false });
    return;
  }
  const { client } = exchange;
  establish(client);
  onFirstByte(client, (first) => {
    if (first === tlsHandshake) interceptor.intercept(exchange, target, interception);
    else if (isMethodStart(first)) {
      noteArrival(client, { ...target, isTls: false, transport: client, hasAsked: false });
      context.serve(client, true);
    } else {
      // Neither TLS nor HTTP: not ours to understand.
      startConnectExchange(exchange);
      openTunnel(exchange, target, context.dialer, { isEstablished: true });
    }
  });
}

/** The content type of a TLS record that holds a handshake message (RFC 8446, 5.1). */
const tlsHandshake = 0x16;

function isMethodStart(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

/** Waits for the client's first byte without taking it. A client that leaves before is let go. */
function onFirstByte(socket: Socket, decide: (byte: number) => void): void {
  const look = (): void => {
    const first: Buffer | null = socket.read();
    if (first === null) return;
    stop();
    socket.unshift(first);
    decide(first[0] ?? 0);
  };
  const leave = (): void => {
    stop();
    socket.destroy();
  };
  const stop = (): void => void socket.off('readable', look).off('end', leave);
  socket.on('readable', look).on('end', leave);
  look();
}
