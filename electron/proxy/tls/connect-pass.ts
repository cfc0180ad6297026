/**
 * CONNECT: a program asks us, as its proxy, for a connection to some host. Hosts of the intercept list are decrypted and
 * served like any other request; ourselves too, without going through the network; all others get a blind tunnel.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import { isAddress, ruleFor } from '../../../shared/upstreams/host-rules.ts';
import { type HostMeant, noteArrival } from '../arrival.ts';
import { authorityText, type HostAndPort, parseAuthority } from '../authority-form.ts';
import { epochNow } from '../clock.ts';
import { createLife, type FlowContext } from '../exchange-flow.ts';
import type { Interception } from '../proxy-api.ts';
import type { ForwardRules } from '../request-plan.ts';
import { answerConnect, type ConnectExchange, establish } from './connect-exchange.ts';
import { type Beginning, onBeginning } from './first-bytes.ts';
import { createInterceptor, type Interceptor } from './interceptor.ts';
import { dialFor, joinTunnel, openTunnel, type TunnelDialer } from './tunnel.ts';

export type ConnectContext = {
  readonly flow: FlowContext;
  readonly forward: ForwardRules;
  readonly interception: () => Interception | null;
  readonly dialer: TunnelDialer;
  /** Serves a connection as if its client had called us; `isInner`: what came out of a CONNECT to another host. */
  readonly serve: (socket: Socket, isInner: boolean) => void;
  /** Serves an inner connection that speaks HTTP/2. */
  readonly serveHttp2: (socket: Socket) => void;
  readonly onFault: (fault: unknown) => void;
};

export type ConnectPass = (request: IncomingMessage, socket: Socket, head: Buffer) => void;

/** A handler for the server's `connect`. `head`: what the client sent behind its CONNECT. */
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
  const pass: Pass = { context, interceptor, exchange, target };
  if (interception === null || rule?.action === 'tunnel') tunnel(pass, false);
  else if (rule !== null) {
    establish(exchange.client);
    onBeginning(exchange.client, (beginning) => serveListed(pass, interception, beginning));
  } else if (isAddress(target.hostname)) tunnelUnlessNamed(pass, interception);
  else tunnel(pass, false);
}

type Pass = {
  readonly context: ConnectContext;
  readonly interceptor: Interceptor;
  readonly exchange: ConnectExchange;
  readonly target: HostAndPort;
};

function tunnel({ context, exchange, target }: Pass, isEstablished: boolean): void {
  openTunnel(exchange, target, context.dialer, { isEstablished });
}

/** A connection to a listed host: what the client says first decides whether we can speak for it. */
function serveListed(pass: Pass, interception: Interception, beginning: Beginning): void {
  const { context, interceptor, exchange, target } = pass;
  const { client } = exchange;
  switch (beginning.kind) {
    case 'tls': {
      const meant = hostMeant(target, interception, beginning.serverName);
      // Another name than was asked for, and not on the list (ECH, too): no certificate of ours could please this client.
      if (meant === null) tunnel(pass, true);
      else interceptor.intercept(exchange, meant, interception);
      return;
    }
    case 'http':
      noteArrival(client, { ...target, address: null, isTls: false, transport: client, hasAsked: false });
      context.serve(client, true);
      return;
    case 'left':
      if (beginning.hasSpoken) interceptor.refuse(exchange, interception);
      client.destroy();
      return;
    case 'other':
      // Neither TLS nor HTTP: not ours to understand.
      tunnel(pass, true);
      return;
    default:
      assertNever(beginning);
  }
}

/**
 * Whom a client of a listed host talks to: the name it gives in TLS, at the address that it asked us for. Null: that name
 * is to be let alone.
 */
function hostMeant(target: HostAndPort, interception: Interception, serverName: string | null): HostMeant | null {
  if (serverName === null || serverName === target.hostname) return { ...target, address: null };
  const rule = ruleFor(interception.rules, serverName);
  if (rule === null || rule.action === 'tunnel') return null;
  return { hostname: serverName, port: target.port, address: target.hostname };
}

/**
 * A connection to an address that nobody listed: some programs resolve names themselves and tell the name only in TLS.
 * It is a tunnel unless the client speaks first, and in TLS, and names a listed host.
 */
function tunnelUnlessNamed(pass: Pass, interception: Interception): void {
  const { context, interceptor, exchange, target } = pass;
  const { client } = exchange;
  dialFor(exchange, target, context.dialer, false, (upstream) => {
    // Early bytes are decided about at once, before there is anything to stop.
    let stop = ignore;
    const join = (): void => {
      stop();
      upstream.off('readable', join).off('close', join).off('error', ignore);
      joinTunnel(exchange, upstream);
    };
    upstream.on('readable', join).on('close', join).on('error', ignore);
    stop = onBeginning(client, (beginning) => {
      const serverName = beginning.kind === 'tls' ? beginning.serverName : null;
      const meant = serverName === null ? null : hostMeant(target, interception, serverName);
      if (meant === null) {
        join();
        return;
      }
      upstream.off('readable', join).off('close', join);
      upstream.destroy();
      interceptor.intercept(exchange, meant, interception);
    });
  });
}

const ignore = (): void => undefined;
