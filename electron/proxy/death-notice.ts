/** Tells the client that the upstream died in mid-stream, the way the user chose (DESIGN.md section 3), or cuts it off. */
import type { IncomingMessage } from 'node:http';
import type { ExchangeFailure } from '../../shared/model/exchange.ts';
import type { StreamSoFar } from '../../shared/providers/adapter.ts';
import { resetConnection } from './arrival.ts';
import { epochNow } from './clock.ts';
import { errorWriterFor } from './error-shapes.ts';
import type { ExchangeLife } from './exchange-end.ts';
import type { ExchangeResponse } from './exchange-sides.ts';
import type { SendPlan } from './request-plan.ts';
import { closingOf, type ExtendableFraming, extendableFraming } from './stream-tail.ts';

export type DyingStream = {
  readonly plan: SendPlan;
  readonly source: IncomingMessage;
  readonly client: ExchangeResponse;
  readonly failure: ExchangeFailure;
  /** Last bytes that came, see stream-tail.ts. */
  readonly tail: number;
  /** An AWS event stream that stopped in the middle of a message, see frame-boundary.ts. */
  readonly isInsideFrame: boolean;
};

/** Ends the client's response. The exchange itself ends with the client's `close`. */
export function tellDeath(
  life: ExchangeLife,
  stream: DyingStream,
  streamSoFar: () => Promise<StreamSoFar | null>,
): void {
  const framing = framingToExtend(stream);
  const notice = stream.plan.upstream.deathNotice;
  if (framing === null || notice === 'disconnect') cutOff(stream.client, isDelimited(stream));
  else if (notice === 'error-event') inject(life, stream, framing, errorEvent(stream, framing));
  else void streamSoFar().then((seen) => giveCompletionNotice(life, stream, framing, seen));
}

function giveCompletionNotice(
  life: ExchangeLife,
  stream: DyingStream,
  framing: ExtendableFraming,
  seen: StreamSoFar | null,
): void {
  if (stream.client.destroyed) return;
  const writer = errorWriterFor(stream.plan.format, stream.plan.errorShape);
  const message = noticeText(stream.failure);
  const notice =
    framing === 'aws-eventstream'
      ? (writer.completionNoticeBytes?.(message, seen) ?? null)
      : writer.completionNotice(message, framing, seen);
  inject(life, stream, framing, notice ?? errorEvent(stream, framing));
}

/** Only an uncompressed stream of events without a fixed length can take another event, and not inside a binary message. */
function framingToExtend({ source, isInsideFrame }: DyingStream): ExtendableFraming | null {
  const { headers } = source;
  if (isInsideFrame) return null;
  const encoding = headers['content-encoding'];
  const isPlain = encoding === undefined || encoding.trim().toLowerCase() === 'identity' || encoding.trim() === '';
  if (!isPlain || headers['content-length'] !== undefined) return null;
  return extendableFraming(headers['content-type'] ?? null);
}

function errorEvent(stream: DyingStream, framing: ExtendableFraming): string | Uint8Array | null {
  const { failure, plan } = stream;
  const type = `wirelens_${failure.kind.replaceAll('-', '_')}`;
  const error = { type, message: noticeText(failure), status: 502, requestId: null, retryAfterSeconds: null };
  const writer = errorWriterFor(plan.format, plan.errorShape);
  if (framing === 'aws-eventstream') return writer.errorEventBytes?.(error) ?? null;
  return writer.errorEvent(error, framing);
}

function noticeText(failure: ExchangeFailure): string {
  return `[Wirelens] The answer was cut off: ${failure.message}`;
}

function inject(
  life: ExchangeLife,
  stream: DyingStream,
  framing: ExtendableFraming,
  said: string | Uint8Array | null,
): void {
  if (said === null) {
    cutOff(stream.client, isDelimited(stream));
    return;
  }
  const bytes = typeof said === 'string' ? Buffer.from(closingOf(stream.tail, framing) + said) : Buffer.from(said);
  stream.client.end(bytes);
  life.sink.injectedChunk(life.id, epochNow(), bytes);
}

/** Does the client see by the framing alone that something is missing? */
function isDelimited(stream: DyingStream): boolean {
  return stream.client.chunkedEncoding || stream.source.headers['content-length'] !== undefined;
}

/** Ends the connection after what was written, so that the client sees a body that is not complete. */
function cutOff(client: ExchangeResponse, isDelimited: boolean): void {
  if (client.http2 !== undefined) {
    client.http2.reset();
    return;
  }
  const { socket } = client;
  if (socket === null) {
    // A pipelined response that waits for its turn: cutting now would take the earlier ones with it.
    client.once('socket', () => setImmediate(() => cutOff(client, isDelimited)));
    return;
  }
  // The head may not have gone yet, when the upstream died right behind its own.
  client.write('', 'latin1');
  if (isDelimited) socket.destroySoon();
  // A body that ends with the connection is complete for the client on FIN; only a reset says otherwise.
  else socket.write('', () => resetConnection(socket));
}
