/**
 * The request's way to the upstream: bytes go on first and unchanged, then a copy to the sink. A slow upstream pauses the
 * client. Holds early bytes back for nobody, but remembers up to 1 MB of them so that a request which met a stale
 * kept-alive connection can be sent once more.
 */
import type { ClientRequest } from 'node:http';
import { epochNow } from './clock.ts';
import type { ExchangeLife } from './exchange-end.ts';
import type { ExchangeRequest } from './exchange-sides.ts';
import { rawHeaderValue } from './header-lists.ts';
import type { SecretMasker } from './secrets.ts';

const replayLimitBytes = 1024 * 1024;
/**
 * Bytes that may wait for an upstream before its client is paused. Node's own mark is below one piece of an upload (16 KB
 * against 64): by that the client would be paused and read on again for each piece, even when the system takes all at once.
 */
const waitingLimitBytes = 512 * 1024;

/**
 * An upstream that has answered and takes no more of the upload for this long has done with it. Until somebody reads on,
 * nothing tells that the client left: a paused connection's end is not seen.
 */
const patienceMs = 1000;

export type RequestTap = {
  /** Sends the rest, and again what was sent before, to this request. */
  readonly sendTo: (upstream: ClientRequest) => void;
  /** Can the whole request still be repeated? */
  readonly canReplay: () => boolean;
  /** The upstream answered or is gone for good: forget what was kept. */
  readonly forget: () => void;
  /** From now on bytes go nowhere but to the sink. */
  readonly detach: () => void;
  /** The client has its whole answer; an upstream that then takes nothing more of the request is let go. */
  readonly answered: () => void;
  readonly isComplete: () => boolean;
};

/** @param onComplete the client's side of the request is over: its body ended, or the client left */
export function tapRequest(
  request: ExchangeRequest,
  life: ExchangeLife,
  masker: SecretMasker,
  onComplete: () => void,
): RequestTap {
  let upstream: ClientRequest | null = null;
  let kept: Buffer[] | null = [];
  let keptBytes = 0;
  let isComplete = false;
  const hasBody = hasRequestBody(request);

  let patience: NodeJS.Timeout | null = null;

  const complete = (): void => {
    isComplete = true;
    if (patience !== null) {
      clearTimeout(patience);
      request.socket.off('close', complete);
    }
    onComplete();
  };
  const detach = (): void => {
    upstream = null;
    kept = null;
    if (hasBody) request.resume();
    else completeBodiless();
  };
  if (hasBody) {
    request.on('data', (chunk: Buffer) => {
      const receivedAt = epochNow();
      if (upstream !== null && !upstream.write(chunk) && upstream.writableLength > waitingLimitBytes) request.pause();
      if (kept !== null) {
        keptBytes += chunk.length;
        if (keptBytes > replayLimitBytes) kept = null;
        else kept.push(chunk);
      }
      life.sink.requestChunk(life.id, receivedAt, chunk);
    });
    request.on('end', () => {
      life.requestTrailers = masker.headers(request.rawTrailers);
      if (upstream !== null) endUpstream(upstream, request);
      isComplete = true;
      life.sink.requestEnd(life.id, epochNow());
    });
    request.on('error', ignoreError);
    request.on('close', complete);
  }

  /** Without a body no event will tell the end: whoever is done with the request does. */
  const completeBodiless = (): void => {
    if (hasBody || isComplete) return;
    isComplete = true;
    queueMicrotask(() => life.sink.requestEnd(life.id, epochNow()));
    queueMicrotask(onComplete);
  };

  return {
    sendTo: (next) => {
      upstream = next;
      if (!hasBody) {
        next.end();
        completeBodiless();
        return;
      }
      next.on('drain', () => {
        patience?.refresh();
        request.resume();
      });
      // An empty write sends the head at once, as Latin-1: flushHeaders() would write it as UTF-8 and change its bytes.
      next.write('', 'latin1');
      for (const chunk of kept ?? []) next.write(chunk);
      if (isComplete) endUpstream(next, request);
      request.resume();
    },
    canReplay: () => kept !== null,
    forget: () => {
      kept = null;
    },
    detach,
    answered: () => {
      if (isComplete || patience !== null) return;
      // Node forgets a request with its response: nobody tells it any more that the connection is gone.
      if (request.httpVersion.startsWith('1')) request.socket.once('close', complete);
      patience = setTimeout(() => {
        if (!request.isPaused()) patience?.refresh();
        else {
          upstream?.destroy();
          detach();
        }
      }, patienceMs);
      patience.unref();
    },
    isComplete: () => isComplete,
  };
}

// The client's going is told by the response's close; without a listener Node would throw.
const ignoreError = (): void => undefined;

function endUpstream(upstream: ClientRequest, request: ExchangeRequest): void {
  const trailers = pairs(request.rawTrailers);
  if (trailers.length > 0 && rawHeaderValue(request.rawHeaders, 'transfer-encoding') !== null) {
    upstream.addTrailers(trailers);
  }
  upstream.end();
}

function hasRequestBody(request: ExchangeRequest): boolean {
  const { headers } = request;
  if (headers['transfer-encoding'] !== undefined) return true;
  return headers['content-length'] !== undefined && headers['content-length'] !== '0';
}

/** Raw trailers as Node's `addTrailers` takes them. */
export function pairs(raw: readonly string[]): [string, string][] {
  const list: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) list.push([raw[index] as string, raw[index + 1] as string]);
  return list;
}
