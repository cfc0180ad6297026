/**
 * WebSocket upgrades pass through untouched, by the `http-proxy` package, which is good at this: it pipes the two
 * sockets with early bytes and back-pressure. It gets the request's head ready made (it would merge headers), and the
 * ends it does not see are handled here: a client that leaves early, an upstream that refuses, half a tunnel left open.
 */
import { type ClientRequest, type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import httpProxy from 'http-proxy';
import { blindSink } from './blind-sink.ts';
import { epochNow } from './clock.ts';
import { watchConnection } from './connection-watch.ts';
import { type ExchangeLife, endExchange, setOutcome } from './exchange-end.ts';
import { createLife, type FlowContext } from './exchange-flow.ts';
import { failureBeforeHead, failureInBody } from './failure-words.ts';
import { ownAnswer, sendOwnAnswer } from './own-answer.ts';
import { type AnswerPlan, planRequest, type SendPlan } from './request-plan.ts';
import { noteResponseHead, sendResponseHead, tapResponse } from './response-tap.ts';
import { createSocketClock } from './socket-clock.ts';
import { startFacts } from './start-facts.ts';

/** One upgrade under way. `client` is the client's socket, before and after the switch. */
type Upgrade = {
  readonly context: FlowContext;
  readonly life: ExchangeLife;
  readonly request: IncomingMessage;
  readonly client: Socket;
};

/** A request that asks for a WebSocket, as `http-proxy` takes it. Other upgrades (h2c) are served as plain requests. */
export function isWebSocketRequest(request: IncomingMessage): boolean {
  return request.method === 'GET' && request.headers.upgrade?.toLowerCase() === 'websocket';
}

/** Serves an upgrade request; `head` is what the client sent behind it. */
export function serveWebSocket(context: FlowContext, request: IncomingMessage, client: Socket, head: Buffer): void {
  const startedAt = epochNow();
  const plan = planRequest(request, context.planContext(), true);
  const life = createLife(plan.isBlind ? blindSink(context.sink) : context.sink, startedAt);
  const upgrade: Upgrade = { context, life, request, client };
  client.on('error', () => setOutcome(life, 'client-aborted', null));
  client.once('close', () => endExchange(life));
  if (plan.kind === 'send') openTunnel(upgrade, plan, head);
  life.sink.exchangeStart(startFacts(life.id, startedAt, request, plan, context));
  life.sink.requestEnd(life.id, startedAt);
  if (plan.kind === 'answer') answerUpgrade(upgrade, plan, plan.status, plan.failure);
}

function openTunnel(upgrade: Upgrade, plan: SendPlan, head: Buffer): void {
  const { client, context, life, request } = upgrade;
  const proxy = httpProxy.createProxyServer({});
  let isOpen = false;
  const onError = (error: Error): void => {
    if (isOpen) setOutcome(life, 'truncated', failureInBody(error, plan.origin.text, 0));
    else if (client.destroyed) setOutcome(life, 'client-aborted', null);
    else answerUpgrade(upgrade, plan, 502, failureBeforeHead(error, plan.origin.text));
  };
  proxy.on('error', () => undefined);
  proxy.on('proxyReqWs', (upstream: ClientRequest) => {
    const timing = watchConnection(upstream);
    upstream.once('upgrade', (answer: IncomingMessage, socket: Socket) => {
      isOpen = true;
      life.sink.connection(life.id, timing());
      switchProtocols(upgrade, answer, socket);
    });
    // http-proxy leaves the upstream's request running when the client goes before the answer.
    client.once('close', () => upstream.destroy());
    // In place of http-proxy's own: that one hangs when the refusal's body is cut, and forgets its framing and case.
    queueMicrotask(() => {
      upstream.removeAllListeners('response');
      upstream.once('response', (answer: IncomingMessage) => passRefusal(upgrade, plan, upstream, answer));
    });
  });
  proxy.on('open', (socket: Socket) => tapTunnel(life, client, socket));
  const agent = context.engine.agentFor(plan, true);
  proxy.ws(request, client, head, { target: plan.origin.text, agent, ssl: finishedHead(plan) }, onError);
}

/**
 * http-proxy builds the options of `http.request` on this object. Head and path are already what they must be, so they
 * cannot be set: it would lower-case and merge the one and normalise the other. Half-open sockets let either side end first.
 */
function finishedHead(plan: SendPlan): object {
  return {
    allowHalfOpen: true,
    get headers() {
      return plan.headers;
    },
    set headers(_merged: unknown) {},
    get path() {
      return plan.target;
    },
    set path(_normalised: unknown) {},
  };
}

/** Runs before http-proxy writes the 101: gives it the headers in their own case and order. */
function switchProtocols(upgrade: Upgrade, answer: IncomingMessage, upstream: Socket): void {
  const { client, context, life } = upgrade;
  noteResponseHead(life, epochNow(), answer, answer.rawHeaders, context.masker);
  life.sink.upgrade(life.id, epochNow());
  answer.headers = groupedHeaders(answer.rawHeaders);
  // A half-open socket whose other half is gone would wait for an upstream that may never end.
  client.once('close', () => upstream.destroySoon());
}

function groupedHeaders(raw: readonly string[]): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] as string;
    groups[name] = [...(groups[name] ?? []), raw[index + 1] as string];
  }
  return groups;
}

/** The pipes are in place by now, so the bytes went on before they are copied. */
function tapTunnel(life: ExchangeLife, client: Socket, upstream: Socket): void {
  const now = createSocketClock();
  client.on('data', (chunk: Buffer) => life.sink.requestChunk(life.id, now(), chunk));
  upstream.on('data', (chunk: Buffer) => life.sink.responseChunk(life.id, now(), chunk, !client.destroyed));
}

/** The upstream answers like any other server: so it is passed on, and the connection ends with it. */
function passRefusal(upgrade: Upgrade, plan: SendPlan, upstream: ClientRequest, source: IncomingMessage): void {
  const { client, context, life, request } = upgrade;
  const receivedAt = epochNow();
  const response = responseOn(client, request);
  const sent = sendResponseHead(source, response, 'GET');
  tapResponse(source, response, life, context.masker, (death) => {
    setOutcome(life, 'truncated', failureInBody(death.error, plan.origin.text, death.bytes));
    upstream.destroy();
    client.destroySoon();
  });
  noteResponseHead(life, receivedAt, source, sent, context.masker);
}

function answerUpgrade(
  upgrade: Upgrade,
  plan: SendPlan | AnswerPlan,
  status: number,
  failure: AnswerPlan['failure'],
): void {
  const { client, context, life, request } = upgrade;
  setOutcome(life, 'failed', failure);
  const answer = ownAnswer(plan, status, failure, request.headers.origin ?? null);
  sendOwnAnswer(life, request, responseOn(client, request), answer, context.masker);
}

/** A plain HTTP response on a socket that Node's server has let go of. */
function responseOn(client: Socket, request: IncomingMessage): ServerResponse<IncomingMessage> {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(client);
  response.once('finish', () => client.destroySoon());
  return response;
}
