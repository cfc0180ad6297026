/** The answer to a request over HTTP/2, in the shape in which the exchange gives answers (exchange-sides.ts). */
import type { InformationEvent } from 'node:http';
import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import type { ExchangeResponse, Http2Ways } from '../exchange-sides.ts';
import { outgoingHeaders, responseListFor } from './http2-headers.ts';

const bufferBytes = 64 * 1024;

/** A stream's response with the names of `node:http`. */
export class Http2Response extends Writable implements ExchangeResponse {
  readonly chunkedEncoding = false;
  readonly shouldKeepAlive = true;
  /** Node would add a date of its own; ours is the upstream's. */
  sendDate = true;
  statusMessage = '';
  readonly req = { httpVersion: '2.0', httpVersionMinor: 0 };
  readonly socket: Socket;
  readonly http2: Http2Ways;
  readonly #stream: ServerHttp2Stream;
  readonly #isHead: boolean;
  #trailers: OutgoingHttpHeaders = {};
  /** Pieces given to the stream that it has not sent yet. */
  #unsent = 0;
  #isBodiless = false;
  #isResetting = false;

  constructor(stream: ServerHttp2Stream, method: string, socket: Socket) {
    super({ highWaterMark: bufferBytes });
    this.#stream = stream;
    this.#isHead = method === 'HEAD';
    this.socket = socket;
    this.http2 = { inform: (information) => this.#inform(information), reset: () => this.#reset() };
    stream.on('wantTrailers', () => stream.sendTrailers(this.#trailers));
    // Whichever comes first: the last byte, the client's reset, the end of its connection.
    stream.on('close', () => this.destroy());
  }

  get headersSent(): boolean {
    return this.#stream.headersSent;
  }

  removeHeader(): void {}

  /** Sends the head at once. Throws when HTTP/2 cannot carry it. */
  writeHead(status: number, statusText: string, list: readonly string[]): void {
    this.statusMessage = statusText;
    this.#isBodiless = this.#isHead || status === 204 || status === 205 || status === 304;
    try {
      this.#respond(status, list, false);
    } catch (error) {
      // A repeated field of which HTTP/2 in Node sends only one, such as a second content-type.
      if (!(error instanceof Error && 'code' in error && error.code === 'ERR_HTTP2_HEADER_SINGLE_VALUE')) throw error;
      this.#respond(status, list, true);
    }
  }

  #respond(status: number, list: readonly string[], isSingle: boolean): void {
    if (this.#stream.destroyed || this.#stream.closed) return;
    const headers = outgoingHeaders(responseListFor(list), isSingle);
    const options = {
      endStream: this.#isBodiless,
      waitForTrailers: !this.#isBodiless,
      // Not in every version's types.
      sendDate: this.sendDate,
    };
    this.#stream.respond({ ':status': status, ...headers }, options);
  }

  addTrailers(trailers: readonly (readonly [string, string])[]): void {
    this.#trailers = outgoingHeaders(responseListFor(trailers.flat()), false);
  }

  writeContinue(): void {
    this.#stream.additionalHeaders({ ':status': constants.HTTP_STATUS_CONTINUE });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const stream = this.#stream;
    if (chunk.length === 0 || this.#isBodiless || stream.destroyed || stream.writableEnded) {
      done();
      return;
    }
    this.#unsent += 1;
    const isRoom = stream.write(chunk, () => {
      this.#unsent -= 1;
      if (this.#isResetting && this.#unsent === 0) this.#reset();
    });
    if (isRoom) done();
    else stream.once('drain', done);
  }

  override _final(done: () => void): void {
    const stream = this.#stream;
    if (stream.writableFinished) {
      done();
      return;
    }
    stream.once('finish', done);
    stream.end();
  }

  #inform(information: InformationEvent): void {
    const { statusCode, rawHeaders } = information;
    if (this.headersSent || this.#stream.destroyed || statusCode === 101) return;
    const headers = outgoingHeaders(responseListFor(rawHeaders), false);
    this.#stream.additionalHeaders({ ':status': statusCode, ...headers });
  }

  #reset(): void {
    this.#isResetting = true;
    if (this.#unsent === 0 && this.writableLength === 0) this.#stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  }
}
