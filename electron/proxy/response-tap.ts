/**
 * The response's way to the client (step 1 of the walk): bytes leave the upstream's socket, go to the client first and
 * unchanged, then a copy to the sink. A slow client pauses the upstream. Every end of the upstream is told once.
 */
import type { IncomingMessage } from 'node:http';
import { epochNow } from './clock.ts';
import type { ExchangeLife } from './exchange-end.ts';
import type { ExchangeResponse } from './exchange-sides.ts';
import { createFrameBoundary } from './frame-boundary.ts';
import { responseHeadersForClient } from './header-lists.ts';
import { pairs } from './request-tap.ts';
import type { SecretMasker } from './secrets.ts';
import { isSameList } from './start-facts.ts';
import { emptyTail, extendableFraming, tailAfter } from './stream-tail.ts';
import { responseListFor } from './tls/http2-headers.ts';

export type ResponseTap = {
  /** The upstream is gone: passes on what had arrived, then tells `onDeath` unless the body was complete. */
  readonly die: (error: unknown) => void;
  readonly isComplete: () => boolean;
};

/** How far a body came when it was cut. `isInsideFrame`: an AWS event stream, in the middle of a message. */
export type Death = {
  readonly error: unknown;
  readonly bytes: number;
  readonly tail: number;
  readonly isInsideFrame: boolean;
};

/** Stores the head, to be sent by tapResponse; throws when Node finds it unusable. */
export function sendResponseHead(source: IncomingMessage, client: ExchangeResponse, method: string): readonly string[] {
  const status = source.statusCode ?? 200;
  const mayHaveBody = method !== 'HEAD' && status !== 204 && status !== 304;
  if (client.http2 !== undefined) return sendHttp2Head(source, client, status);
  const isModern = client.req.httpVersionMinor > 0;
  const hasLength = source.headers['content-length'] !== undefined;
  const saysChunked = source.headers['transfer-encoding'] !== undefined && status !== 204 && status !== 304;
  const list = responseHeadersForClient(source.rawHeaders, {
    isKeepAlive: isModern && client.shouldKeepAlive,
    isChunked: isModern && (saysChunked || (mayHaveBody && !hasLength)),
  });
  client.sendDate = false;
  // Node adds no `Connection` of its own then; with HTTP/1.0 or `Connection: close` its word is needed.
  if (isModern && client.shouldKeepAlive) client.removeHeader('Connection');
  client.writeHead(status, source.statusMessage ?? '', list);
  return list;
}

function sendHttp2Head(source: IncomingMessage, client: ExchangeResponse, status: number): readonly string[] {
  const list = responseListFor(responseHeadersForClient(source.rawHeaders, { isKeepAlive: false, isChunked: true }));
  client.sendDate = false;
  client.writeHead(status, source.statusMessage ?? '', list);
  return list;
}

/** Tells capture of the head. `sent` is the raw list that went to the client. */
export function noteResponseHead(
  life: ExchangeLife,
  receivedAt: number,
  source: IncomingMessage,
  sent: readonly string[],
  masker: SecretMasker,
): void {
  life.sink.responseStart(life.id, {
    receivedAt,
    status: source.statusCode ?? 200,
    statusText: source.statusMessage ?? '',
    httpVersion: source.httpVersion,
    headers: masker.headers(source.rawHeaders),
    sentHeaders: isSameList(source.rawHeaders, sent) ? null : masker.headers(sent),
    isOurs: false,
  });
}

/** Pumps the body. `onDeath`: the upstream left in the middle. */
export function tapResponse(
  source: IncomingMessage,
  client: ExchangeResponse,
  life: ExchangeLife,
  masker: SecretMasker,
  onDeath: (death: Death) => void,
): ResponseTap {
  const { id, sink } = life;
  const isFramed = extendableFraming(source.headers['content-type'] ?? null) === 'aws-eventstream';
  const boundary = isFramed ? createFrameBoundary() : null;
  let tail = emptyTail;
  let bytes = 0;
  let isOver = false;
  const forward = (chunk: Buffer): void => {
    const receivedAt = epochNow();
    const isGone = client.destroyed;
    if (!client.write(chunk) && !isOver) source.pause();
    tail = tailAfter(tail, chunk);
    boundary?.add(chunk);
    bytes += chunk.length;
    sink.responseChunk(id, receivedAt, chunk, !isGone);
  };
  const die = (error: unknown): void => {
    if (isOver) return;
    isOver = true;
    source.off('data', forward);
    // What had arrived behind a slow client is still the client's; a destroyed stream hands it out only when asked.
    for (let rest = source.read(); rest !== null; rest = source.read()) forward(rest);
    onDeath({ error, bytes, tail, isInsideFrame: boundary?.isBetweenFrames() === false });
  };
  source.on('data', forward);
  source.on('end', () => {
    if (!source.complete) {
      die(null);
      return;
    }
    isOver = true;
    if (source.rawTrailers.length > 0) {
      life.responseTrailers = masker.headers(source.rawTrailers);
      if (client.chunkedEncoding || client.http2 !== undefined) client.addTrailers(pairs(source.rawTrailers));
    }
    client.end();
  });
  source.on('error', die);
  source.on('close', () => die(null));
  client.on('drain', () => source.resume());
  // Bytes that came in the same packet as the head have been forwarded by then and took it along; otherwise it goes now.
  // By an empty write as Latin-1: flushHeaders() would write the head as UTF-8 and change its bytes.
  process.nextTick(() => {
    if (bytes === 0 && !isOver && !client.destroyed) client.write('', 'latin1');
  });
  return { die, isComplete: () => isOver };
}
