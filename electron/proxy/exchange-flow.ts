/** The life of one exchange: plan it, send it, pass the answer back, and end it exactly once whichever side ends first. */
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { ConnectionTiming, ExchangeFailure } from '../../shared/model/exchange.ts';
import type { CaptureSink } from '../capture/capture-sink.ts';
import { blindSink } from './blind-sink.ts';
import { epochNow } from './clock.ts';
import { watchConnection } from './connection-watch.ts';
import { tellDeath } from './death-notice.ts';
import { type ExchangeLife, endExchange, setOutcome } from './exchange-end.ts';
import { createExchangeId } from './exchange-id.ts';
import type { ExchangeRequest, ExchangeResponse } from './exchange-sides.ts';
import { failureBeforeHead, failureInBody } from './failure-words.ts';
import { passInformation } from './information-pass.ts';
import { ownAnswer, sendOwnAnswer } from './own-answer.ts';
import type { ProxyEngine, UpstreamCall } from './proxy-engine.ts';
import { type AnswerPlan, type PlanContext, planRequest, type SendPlan } from './request-plan.ts';
import { type RequestTap, tapRequest } from './request-tap.ts';
import { type Death, noteResponseHead, type ResponseTap, sendResponseHead, tapResponse } from './response-tap.ts';
import { silentSink } from './safe-sink.ts';
import type { SecretMasker } from './secrets.ts';
import { type StartContext, startFacts } from './start-facts.ts';

/** What all exchanges of a server share. `sink` cannot throw (safe-sink.ts). */
export type FlowContext = {
  readonly engine: ProxyEngine;
  readonly sink: CaptureSink;
  readonly masker: SecretMasker;
  readonly program: StartContext['program'];
  readonly planContext: () => PlanContext;
};

/** One exchange under way. */
type Flow = {
  readonly context: FlowContext;
  readonly life: ExchangeLife;
  readonly request: ExchangeRequest;
  readonly client: ExchangeResponse;
  upstream: ClientRequest | null;
  response: ResponseTap | null;
  isClientDone: boolean;
};

/** Serves one request of a client. */
export function serveExchange(context: FlowContext, request: ExchangeRequest, client: ExchangeResponse): void {
  const startedAt = epochNow();
  const plan = planRequest(request, context.planContext(), false);
  const life = createLife(plan.isBlind ? blindSink(context.sink) : context.sink, startedAt);
  const flow: Flow = { context, life, request, client, upstream: null, response: null, isClientDone: false };
  const tap = tapRequest(request, life, context.masker, () => endWhenBothDone(flow, tap));
  watchClient(flow, tap);
  if (plan.kind === 'send') send(flow, plan, tap, false);
  life.sink.exchangeStart(startFacts(life.id, startedAt, request, plan, context), request.socket);
  if (plan.kind === 'answer') answerOurselves(flow, plan, tap, plan.status, plan.failure);
}

/** The shared state of a new exchange; silent while capture is paused. */
export function createLife(sink: CaptureSink, startedAt: number): ExchangeLife {
  return {
    id: createExchangeId(startedAt),
    sink: sink.isEnabled() ? sink : silentSink,
    requestTrailers: [],
    responseTrailers: [],
    outcome: null,
    isEnded: false,
  };
}

/** The client's side closes after its last byte was written, or because it left. */
function watchClient(flow: Flow, tap: RequestTap): void {
  const { client, request } = flow;
  const onClose = (): void => {
    if (flow.isClientDone) return;
    flow.isClientDone = true;
    if (client.writableFinished) {
      tap.answered();
      endWhenBothDone(flow, tap);
    } else abandon(flow, tap);
  };
  client.once('close', onClose);
  // A pipelined response that waits for its turn has no socket yet, and is not told when that closes.
  if (client.socket !== null) return;
  const { socket } = request;
  socket.once('close', onClose);
  client.once('close', () => socket.off('close', onClose));
}

/** The client left before the end: nobody waits for the upstream any more. */
function abandon(flow: Flow, tap: RequestTap): void {
  setOutcome(flow.life, 'client-aborted', null);
  flow.upstream?.destroy();
  tap.detach();
  endExchange(flow.life);
}

/** An early answer does not end the exchange while the client still uploads. */
function endWhenBothDone(flow: Flow, tap: RequestTap): void {
  if (flow.isClientDone && (tap.isComplete() || flow.request.destroyed)) endExchange(flow.life);
}

function send(flow: Flow, plan: SendPlan, tap: RequestTap, isFresh: boolean): void {
  const { client, context, life, request } = flow;
  const { address, origin, target, tls, verifyTls, headers } = plan;
  const method = request.method ?? 'GET';
  const upstream = tryRequest(context.engine, {
    ...{ origin, verifyTls, tls, address },
    ...{ method, path: target, headers, isFresh },
  });
  if ('failure' in upstream) {
    failSending(flow, plan, tap, upstream.failure);
    return;
  }
  flow.upstream = upstream;
  const timing = watchConnection(upstream);
  upstream.on('information', (information) => passInformation(client, information));
  upstream.once('response', (source: IncomingMessage) => {
    const receivedAt = epochNow();
    tap.forget();
    startResponse(flow, { plan, tap, source, receivedAt, timing });
  });
  const onEnd = (error: Error): void => {
    if (flow.upstream !== upstream || flow.isClientDone) return;
    if (flow.response !== null) {
      tap.detach();
      flow.response.die(error);
    } else if (isStale(upstream, error) && tap.canReplay() && !isFresh) {
      send(flow, plan, tap, true);
    } else if (life.outcome === null) {
      life.sink.connection(life.id, timing());
      failSending(flow, plan, tap, failureBeforeHead(error, origin.text));
    }
  };
  upstream.on('error', onEnd);
  // Some ends come without an error, such as a 101 that nobody asked for.
  upstream.on('close', () => {
    if (flow.response === null) onEnd(new Error('the connection ended without a usable answer'));
    else if (flow.upstream === upstream) tap.detach();
  });
  tap.sendTo(upstream);
}

function tryRequest(engine: ProxyEngine, call: UpstreamCall): ClientRequest | { readonly failure: ExchangeFailure } {
  try {
    return engine.request(call);
  } catch (error) {
    return { failure: { kind: 'protocol', message: `The request cannot be sent on: ${error}` } };
  }
}

/** A kept-alive connection that the upstream had closed just before: the request was not read (RFC 9110, 9.2.2). */
function isStale(upstream: ClientRequest, error: Error): boolean {
  const code = 'code' in error ? error.code : null;
  return upstream.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE');
}

type Answered = {
  readonly plan: SendPlan;
  readonly tap: RequestTap;
  readonly source: IncomingMessage;
  readonly receivedAt: number;
  readonly timing: () => ConnectionTiming;
};

function startResponse(flow: Flow, { plan, tap, source, receivedAt, timing }: Answered): void {
  const { client, context, life, request } = flow;
  const sent = tryHead(source, client, request.method ?? 'GET');
  life.sink.connection(life.id, timing());
  if ('error' in sent) {
    flow.upstream?.destroy();
    failSending(flow, plan, tap, failureBeforeHead(sent.error, plan.origin.text));
    return;
  }
  flow.response = tapResponse(source, client, life, context.masker, (death) => onDeath(flow, plan, source, death));
  noteResponseHead(life, receivedAt, source, sent.list, context.masker);
}

function tryHead(
  source: IncomingMessage,
  client: ExchangeResponse,
  method: string,
): { readonly list: readonly string[] } | { readonly error: unknown } {
  try {
    return { list: sendResponseHead(source, client, method) };
  } catch (error) {
    return { error };
  }
}

function onDeath(flow: Flow, plan: SendPlan, source: IncomingMessage, death: Death): void {
  const { client, context, life } = flow;
  if (flow.isClientDone || client.destroyed) return;
  const failure = failureInBody(death.error, plan.origin.text, death.bytes);
  setOutcome(life, 'truncated', failure);
  flow.upstream?.destroy();
  const { tail, isInsideFrame } = death;
  tellDeath(life, { plan, source, client, failure, tail, isInsideFrame }, () => context.sink.streamSoFar(life.id));
}

function failSending(flow: Flow, plan: SendPlan, tap: RequestTap, failure: ExchangeFailure): void {
  setOutcome(flow.life, 'failed', failure);
  // Also reached from within `send`, before capture heard of the exchange.
  queueMicrotask(() => answerOurselves(flow, plan, tap, 502, failure));
}

function answerOurselves(
  flow: Flow,
  plan: SendPlan | AnswerPlan,
  tap: RequestTap,
  status: number,
  failure: ExchangeFailure,
): void {
  if (flow.isClientDone || flow.client.destroyed || flow.client.headersSent) return;
  setOutcome(flow.life, 'failed', failure);
  tap.detach();
  const answer = ownAnswer(plan, status, failure, flow.request.headers.origin ?? null);
  sendOwnAnswer(flow.life, flow.request, flow.client, answer, flow.context.masker);
}
