/** The record of a CONNECT itself: kept for tunnels and failures, not for connections whose requests are seen. */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { ExchangeFailure } from '../../../shared/model/exchange.ts';
import { epochNow } from '../clock.ts';
import { type ExchangeLife, endExchange, setOutcome } from '../exchange-end.ts';
import type { FlowContext } from '../exchange-flow.ts';
import { ownAnswer } from '../own-answer.ts';
import { clientInfo } from '../start-facts.ts';

export type ConnectExchange = {
  readonly flow: FlowContext;
  readonly life: ExchangeLife;
  readonly request: IncomingMessage;
  readonly client: Socket;
  /** Epoch ms. */
  readonly startedAt: number;
  /** `host:port`. */
  readonly authority: string;
  isStarted: boolean;
};

/** Tells capture that there is a CONNECT to show. */
export function startConnectExchange(exchange: ConnectExchange): void {
  if (exchange.isStarted) return;
  exchange.isStarted = true;
  const { authority, flow, life, request, startedAt } = exchange;
  life.sink.exchangeStart({
    id: life.id,
    startedAt,
    method: 'CONNECT',
    target: authority,
    path: authority,
    httpVersion: request.httpVersion,
    requestHeaders: flow.masker.headers(request.rawHeaders),
    sentRequestHeaders: null,
    upstream: null,
    endpoint: null,
    upstreamUrl: null,
    format: 'unknown',
    client: clientInfo(request, flow.program()),
  });
}

const established = 'HTTP/1.1 200 Connection Established\r\n\r\n';

/** Tells the client that it is connected. */
export function establish(client: Socket): void {
  client.write(established, 'latin1');
}

/** The same, noted on the exchange. */
export function noteEstablished({ life, request }: ConnectExchange): void {
  const at = epochNow();
  const status = { status: 200, statusText: 'Connection Established', headers: [], sentHeaders: null };
  life.sink.responseStart(life.id, { receivedAt: at, httpVersion: request.httpVersion, isOurs: true, ...status });
}

/** Refuses the connection with the reason in words, and ends the exchange when the client is gone. */
export function answerConnect(exchange: ConnectExchange, status: number, failure: ExchangeFailure): void {
  startConnectExchange(exchange);
  const { client, flow, life } = exchange;
  setOutcome(life, 'failed', failure);
  client.once('close', () => endExchange(life));
  if (client.destroyed) {
    endExchange(life);
    return;
  }
  const base = { path: '', format: 'unknown', errorShape: 'generic', upstream: null, endpoint: null } as const;
  const answer = ownAnswer(base, status, failure, null);
  client.end(Buffer.concat([Buffer.from(headText(status, answer.headers), 'latin1'), answer.body]));
  // The rest of what the client sends is nobody's; unread it would keep the connection from closing.
  client.resume();
  const at = epochNow();
  life.sink.responseStart(life.id, {
    receivedAt: at,
    status,
    statusText: statusTexts[status] ?? '',
    httpVersion: '1.1',
    headers: flow.masker.headers(answer.headers),
    sentHeaders: null,
    isOurs: true,
  });
  life.sink.injectedChunk(life.id, at, answer.body);
}

const statusTexts: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  407: 'Proxy Authentication Required',
  502: 'Bad Gateway',
};

function headText(status: number, headers: readonly string[]): string {
  let text = `HTTP/1.1 ${status} ${statusTexts[status] ?? ''}\r\n`;
  for (let index = 0; index + 1 < headers.length; index += 2) text += `${headers[index]}: ${headers[index + 1]}\r\n`;
  return `${text}Connection: close\r\n\r\n`;
}

/** Ends a CONNECT whose connection had been established, as failed. */
export function failEstablished(exchange: ConnectExchange, failure: ExchangeFailure): void {
  startConnectExchange(exchange);
  noteEstablished(exchange);
  setOutcome(exchange.life, 'failed', failure);
  endExchange(exchange.life);
}
