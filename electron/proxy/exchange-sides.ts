/**
 * A client's request and the answer to it, whatever version of HTTP it speaks: what the exchange needs of `node:http`, and
 * what tls/http2-request.ts and tls/http2-response.ts offer in the same shape.
 */
import type { IncomingHttpHeaders, InformationEvent } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';

/** A request as its client sent it. `node:http`'s `IncomingMessage` is one. */
export type ExchangeRequest = Readable & {
  readonly method?: string | undefined;
  /** The request target. Rewritten once, for a target in absolute form that means ourselves. */
  url?: string | undefined;
  readonly httpVersion: string;
  readonly headers: IncomingHttpHeaders;
  /** Name, value, name, value… as they came. */
  readonly rawHeaders: readonly string[];
  /** To be asked when the body has ended. */
  readonly rawTrailers: readonly string[];
  readonly socket: Socket;
};

/** The answer on its way to the client. `node:http`'s `ServerResponse` is one. */
export type ExchangeResponse = Writable & {
  readonly headersSent: boolean;
  /** Is the body framed in chunks? False before the head is stored, and always false over HTTP/2. */
  readonly chunkedEncoding: boolean;
  readonly shouldKeepAlive: boolean;
  sendDate: boolean;
  readonly statusMessage: string;
  /** Null while a pipelined response waits for its turn. */
  readonly socket: Socket | null;
  readonly req: { readonly httpVersion: string; readonly httpVersionMinor: number };
  readonly removeHeader: (name: string) => void;
  /** Stores the head; the first write sends it. Throws when it cannot be sent as it is. */
  readonly writeHead: (status: number, statusText: string, headers: string[]) => unknown;
  readonly addTrailers: (trailers: [string, string][]) => void;
  readonly writeContinue: () => void;
  /** What HTTP/2 does in its own way; absent for the versions before. */
  readonly http2?: Http2Ways;
};

export type Http2Ways = {
  /** Passes a 1xx. */
  readonly inform: (information: InformationEvent) => void;
  /** Resets the stream after what was written, so that the client sees a body that is not complete. */
  readonly reset: () => void;
};
