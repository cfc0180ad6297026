/**
 * HTTP archives of any program as the facts that a recording has. Tolerant: what a program leaves out is unknown, never
 * an error; an entry that is no exchange at all gives null.
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
import { bytesOf, type TimedBytes, textOf, timedBody } from './har-body.ts';
import { socketFrames } from './har-socket.ts';

type Json = Readonly<Record<string, unknown>>;

export type HarExchange = {
  /** Of the program that exported it, where it was Wirelens. */
  readonly id: string | null;
  /** Epoch ms, as are all times. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly httpVersion: string;
  /** Name and value alternating, as they came; HTTP/2's pseudo headers are left out. */
  readonly requestHeaders: readonly string[];
  readonly request: readonly TimedBytes[];
  /** Bodies that were there and are not in the file. */
  readonly leftOut: number;
  readonly response: {
    readonly receivedAt: number;
    readonly status: number;
    readonly statusText: string;
    readonly httpVersion: string;
    readonly headers: readonly string[];
  } | null;
  /** Bytes with their content-encoding undone: HTTP archives hold nothing else. */
  readonly body: readonly TimedBytes[];
  /** What both sides of a WebSocket said, as frames; empty for everything else. */
  readonly frames: readonly (TimedBytes & { readonly direction: 'request' | 'response' })[];
};

/** The program that wrote it, and its entries; null when it is no HTTP archive. */
export function harLog(value: unknown): { readonly creator: string; readonly entries: readonly unknown[] } | null {
  const log = object(object(value)?.log);
  if (log === null || !Array.isArray(log.entries)) return null;
  const creator = object(log.creator);
  const words = [creator?.name, creator?.version].filter((word) => typeof word === 'string');
  return { creator: words.length === 0 ? 'an unnamed program' : words.join(' ').slice(0, 200), entries: log.entries };
}

/** Null: no entry with a time and an address of HTTP or a WebSocket. */
export function harExchange(value: unknown): HarExchange | null {
  const entry = object(value);
  const request = object(entry?.request);
  if (entry === null || request === null || typeof request.url !== 'string') return null;
  const own = object(entry._wirelens);
  const startedAt = Date.parse(String(entry.startedDateTime));
  if (!Number.isFinite(startedAt) || !/^(https?|wss?):\/\//i.test(request.url)) return null;
  const response = object(entry.response);
  const status = typeof response?.status === 'number' ? response.status : 0;
  const { firstAt, endedAt } = moments(entry, startedAt);
  const frames = socketFrames(entry._webSocketMessages, firstAt);
  const hasAnswer = response !== null && status >= 100;
  return {
    id: typeof own?.id === 'string' && /^[0-9a-z]{20}$/.test(own.id) ? own.id : null,
    startedAt,
    endedAt: Math.max(endedAt, frames.at(-1)?.receivedAt ?? 0),
    method: typeof request.method === 'string' ? request.method.toUpperCase() : 'GET',
    url: request.url.replace(/^ws/i, 'http'),
    httpVersion: versionOf(request.httpVersion),
    requestHeaders: headersOf(request.headers, ['content-encoding']),
    request: requestBody(request, startedAt),
    leftOut: frames.length > 0 ? 0 : leftOut(request, response),
    response: hasAnswer
      ? {
          receivedAt: firstAt,
          status,
          statusText: textOf(response.statusText),
          httpVersion: versionOf(response.httpVersion),
          headers: headersOf(response.headers, ['content-encoding', 'transfer-encoding', 'content-length']),
        }
      : null,
    body:
      hasAnswer && frames.length === 0 ? timedBody(object(response.content), own, { startedAt, firstAt, endedAt }) : [],
    frames,
  };
}

/** When the head came and when it was over, from the phases (`-1` and nonsense count as nothing). */
function moments(entry: Json, startedAt: number): { readonly firstAt: number; readonly endedAt: number } {
  const timings = object(entry.timings);
  const phase = (name: string): number => {
    const value = timings?.[name];
    return typeof value === 'number' && value > 0 ? value : 0;
  };
  const head = phase('blocked') + phase('dns') + phase('connect') + phase('send') + phase('wait');
  const total = typeof entry.time === 'number' && entry.time > 0 ? entry.time : head + phase('receive');
  return { firstAt: startedAt + Math.min(head, total), endedAt: startedAt + total };
}

/** HTTP Toolkit keeps what no text can hold in `_content`, as base64; the format has no place for it. */
function requestBody(request: Json, startedAt: number): readonly TimedBytes[] {
  const posted = object(request.postData) ?? object(request._content);
  if (posted === null) return [];
  const content = typeof posted.text === 'string' ? posted : { text: formText(posted.params) };
  const bytes = bytesOf(content, [request.bodySize, posted.size]);
  return bytes.length === 0 ? [] : [{ receivedAt: startedAt, bytes }];
}

/** Programs leave large bodies out, browsers binary ones and those that nobody looked at. */
function leftOut(request: Json, response: Json | null): number {
  const content = object(response?.content);
  const isRequestOut = isPositive(request.bodySize) && requestBody(request, 0).length === 0;
  const isResponseOut = isPositive(content?.size) && content?.text === undefined;
  return Number(isRequestOut) + Number(isResponseOut);
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && value > 0;
}

/** A form that the program has taken apart. */
function formText(params: unknown): string {
  if (!Array.isArray(params)) return '';
  const pairs = params.flatMap((value) => {
    const param = object(value);
    const words = [param?.name, param?.value].map((word) => encodeURIComponent(textOf(word)));
    return param === null ? [] : [words.join('=')];
  });
  return pairs.join('&');
}

function headersOf(value: unknown, without: readonly string[]): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    const header = object(item);
    const name = textOf(header?.name);
    if (name === '' || name.startsWith(':') || without.includes(name.toLowerCase())) return [];
    return [name, textOf(header?.value)];
  });
}

/** `HTTP/1.1`, `http/2.0`, `h2`, `h3`: as Node would say it. */
function versionOf(value: unknown): string {
  const word = textOf(value).toLowerCase();
  if (/^h[23]$/.test(word)) return `${word.slice(1)}.0`;
  return /^http\/(\d(\.\d)?)$/.exec(word)?.[1] ?? '1.1';
}

function object(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}
