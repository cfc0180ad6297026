/**
 * HTTP Archive 1.2. Every required field is there, what is not known is -1 or empty as the format asks, and our own
 * facts (chunk times, events, how it ended) stand in one custom field, `_wirelens`.
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
import { assertNever } from '../lib/assert-never.ts';
import { decodeUtf8 } from '../lib/utf8.ts';
import type { ExchangeDetail } from '../model/exchange.ts';
import { type HeaderList, headerValue } from '../model/headers.ts';
import { encodeBase64 } from './base64.ts';
import type { ExportFacts } from './export-writer.ts';
import type { ExportedBody, ExportedExchange, ExportWriter } from './exported-exchange.ts';
import { harTimings, totalMs } from './har-timings.ts';
import { readableText } from './readable-text.ts';
import { encodedUrl } from './request-url.ts';

/** Writes one `log` with an entry per exchange. */
export function createHarWriter(facts: ExportFacts): ExportWriter {
  const creator = JSON.stringify({ name: 'Wirelens', version: facts.version });
  return {
    mediaType: 'application/json',
    fileExtension: 'har',
    // Optional in the format, but Firefox and HTTP Toolkit open nothing without pages.
    begin: `{"log":{"version":"1.2","creator":${creator},"pages":[],"entries":[\n`,
    separator: ',\n',
    end: '\n]}}\n',
    write: (exchange) => [JSON.stringify(harEntry(exchange))],
  };
}

function harEntry(exchange: ExportedExchange): object {
  const { detail } = exchange;
  const timings = harTimings(detail, exchange.response.chunks.at(-1)?.receivedAt ?? null);
  return {
    startedDateTime: new Date(detail.start.startedAt).toISOString(),
    time: totalMs(timings),
    request: harRequest(exchange),
    response: harResponse(exchange),
    cache: {},
    timings,
    ...socketMessages(exchange),
    _wirelens: ownFacts(exchange),
  };
}

const socketOpcodes = { text: 1, binary: 2, close: 8, ping: 9, pong: 10, broken: -1 } as const;

/** As Chromium's developer tools write and read them: epoch seconds, binary as base64. */
function socketMessages({ messages }: ExportedExchange): object {
  if (messages === undefined) return {};
  const all = messages.map(({ from, kind, receivedAt, bytes }) => ({
    type: from === 'client' ? 'send' : 'receive',
    time: receivedAt / 1000,
    opcode: socketOpcodes[kind],
    data: kind === 'text' ? decodeUtf8(bytes).text : encodeBase64(bytes),
  }));
  return { _resourceType: 'websocket', _webSocketMessages: all };
}

function harRequest({ detail, request }: ExportedExchange): object {
  const url = encodedUrl(detail);
  const headers = detail.start.sentRequestHeaders ?? detail.start.requestHeaders;
  return {
    method: detail.start.method,
    url,
    httpVersion: httpVersion(detail.start.httpVersion),
    cookies: [],
    headers: plainHeaders(headers),
    queryString: queryString(url),
    ...(request.decoded.length === 0 ? {} : posted(request, headers)),
    headersSize: -1,
    bodySize: detail.requestDigest?.receivedBytes ?? wireBytes(request),
  };
}

function posted(body: ExportedBody, headers: HeaderList): object {
  const mimeType = headerValue(headers, 'content-type') ?? 'application/octet-stream';
  const readable = readableText(body.decoded);
  switch (readable.kind) {
    case 'text':
      return { postData: { mimeType, text: readable.text } };
    case 'binary': {
      // For posted data the format has no encoding: these fields are HTTP Toolkit's.
      const content = { mimeType, size: body.decoded.length, text: encodeBase64(body.decoded), encoding: 'base64' };
      return { _requestBodyStatus: 'discarded:not-representable', _content: content };
    }
    case 'too-large':
      return { postData: { mimeType, text: '', comment: tooLarge } };
    default:
      return assertNever(readable);
  }
}

function harResponse(exchange: ExportedExchange): object {
  const { response } = exchange.detail;
  const headers = response?.headers ?? [];
  // A response that Wirelens wrote itself has its body among the injected bytes.
  const body = response?.isOurs ? exchange.injected : exchange.response;
  return {
    status: response?.status ?? 0,
    statusText: response?.statusText ?? '',
    httpVersion: response ? httpVersion(response.httpVersion) : '',
    cookies: [],
    headers: plainHeaders(headers),
    content: harContent(body, headers),
    redirectURL: headerValue(headers, 'location') ?? '',
    headersSize: -1,
    bodySize: response ? wireBytes(body) : -1,
  };
}

function harContent(body: ExportedBody, headers: HeaderList): object {
  return {
    size: body.decoded.length,
    compression: body.decoded.length - wireBytes(body),
    mimeType: headerValue(headers, 'content-type') ?? 'x-unknown',
    ...contentText(body.decoded),
  };
}

/** `text` is optional: a body that no string can hold is left out, and said so. */
function contentText(bytes: Uint8Array): object {
  const readable = readableText(bytes);
  if (readable.kind === 'text') return { text: readable.text };
  if (readable.kind === 'too-large') return { comment: tooLarge };
  return { text: encodeBase64(bytes), encoding: 'base64' };
}

const tooLarge = 'The body is too large for an HTTP archive: export it with the format raw.';

/** Times in ms since `startedDateTime`. */
function ownFacts({ detail, events, response, injected }: ExportedExchange): object {
  const since = (at: number) => roundMs(at - detail.start.startedAt);
  const { summary, start } = detail;
  const injectedText = detail.response?.isOurs ? '' : decodeUtf8(injected.decoded).text;
  return {
    id: summary.id,
    end: summary.end,
    failure: summary.failure,
    upstream: start.upstream,
    endpoint: start.endpoint,
    format: summary.format,
    clientTarget: start.target,
    ...(start.sentRequestHeaders ? { clientHeaders: plainHeaders(start.requestHeaders) } : {}),
    chunks: response.chunks.map((chunk) => ({ time: since(chunk.receivedAt), sizeBytes: chunk.bytes.length })),
    events: events.map((event) => ({
      time: since(event.receivedAt),
      type: event.type,
      byteStart: event.byteStart,
      byteEnd: event.byteEnd,
    })),
    ...(injectedText === '' ? {} : { injectedText }),
  };
}

function plainHeaders(headers: HeaderList): readonly object[] {
  return headers.map(({ name, value }) => ({ name, value }));
}

function wireBytes(body: ExportedBody): number {
  return body.chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
}

function httpVersion(version: ExchangeDetail['start']['httpVersion']): string {
  return version.startsWith('HTTP/') ? version : `HTTP/${version}`;
}

function queryString(url: string): readonly object[] {
  const query = url.replace(/#.*$/, '').split('?').slice(1).join('?');
  if (query === '') return [];
  return query.split('&').map((pair) => {
    const [name = '', ...rest] = pair.split('=');
    return { name: decodePart(name), value: decodePart(rest.join('=')) };
  });
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function roundMs(durationMs: number): number {
  return Math.round(durationMs * 1000) / 1000;
}
