/** A request that came over HTTP/2, in the shape in which the exchange takes requests (exchange-sides.ts). */
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { ExchangeRequest } from '../exchange-sides.ts';
import { headersByName, requestListOf } from './http2-headers.ts';

export type Http2Arrival = {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
  /** Name, value, name, value… with the pseudo headers. */
  readonly rawHeaders: readonly string[];
  /** The TLS connection that it came by. */
  readonly socket: Socket;
};

/** What a stream may hold before its client is made to wait. */
const bufferBytes = 64 * 1024;

/** A stream's request with the names of `node:http`. */
export class Http2Request extends Readable implements ExchangeRequest {
  readonly method: string;
  url: string;
  readonly httpVersion = '2.0';
  readonly headers: ExchangeRequest['headers'];
  readonly rawHeaders: readonly string[];
  rawTrailers: readonly string[] = [];
  readonly socket: Socket;
  readonly #stream: ServerHttp2Stream;

  constructor({ stream, headers, rawHeaders, socket }: Http2Arrival) {
    super({ highWaterMark: bufferBytes });
    this.#stream = stream;
    this.socket = socket;
    this.method = headers[':method'] ?? 'GET';
    this.url = headers[':path'] ?? '/';
    const hasBody = !stream.endAfterHeaders;
    this.rawHeaders = requestListOf(rawHeaders, headers, hasBody);
    this.headers = headersByName(this.rawHeaders);
    stream.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stream.pause();
    });
    stream.on('trailers', (_trailers: IncomingHttpHeaders, _flags: number, raw?: readonly string[]) => {
      this.rawTrailers = raw ?? [];
    });
    stream.on('end', () => this.push(null));
    stream.on('close', () => this.destroy());
    // Nobody reads a request without a body, and a stream that was not read to its end does not close.
    if (!hasBody || headers['content-length'] === '0') this.resume();
    else stream.pause();
  }

  override _read(): void {
    this.#stream.resume();
  }
}
