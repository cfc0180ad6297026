/**
 * Headers between HTTP/2 and the lists that the rest of the proxy speaks in. Pure: what HTTP/1.1 would have said for what
 * an HTTP/2 client said, and the other way round.
 * @see https://www.rfc-editor.org/rfc/rfc9113#section-8.2
 */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2';

/** Node's 3rd argument of `headers`, flat: name, value, name, value… */
type RawList = readonly string[];

/**
 * The request's header list as HTTP/1.1 has it: `Host` for `:authority`, one `cookie` for its crumbs, and `chunked` for a
 * body whose length nobody said. Other names stay in lower case, as they came.
 */
export function requestListOf(raw: RawList, headers: IncomingHttpHeaders, hasBody: boolean): string[] {
  const authority = headers[':authority'] ?? headers.host;
  const list = authority === undefined ? [] : ['host', authority];
  const cookies: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] as string;
    const value = raw[index + 1] as string;
    if (name.startsWith(':') || name === 'host') continue;
    if (name === 'cookie') {
      // Crumbs must become one field for a hop that does not speak HTTP/2 (RFC 9113, 8.2.3).
      if (cookies.length === 0) list.push(name, '');
      cookies.push(value);
    } else list.push(name, value);
  }
  if (cookies.length > 0) list[list.indexOf('cookie') + 1] = cookies.join('; ');
  if (hasBody && headers['content-length'] === undefined) list.push('transfer-encoding', 'chunked');
  return list;
}

/** The same by name, first value of each; repeated ones joined as Node does for HTTP/1.1. */
export function headersByName(list: RawList): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (let index = 0; index + 1 < list.length; index += 2) {
    const name = list[index] as string;
    const value = list[index + 1] as string;
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}

/** Hop-by-hop in HTTP/1.1, and malformed in HTTP/2 (RFC 9113, 8.2.2). */
const forbidden = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']);

/** A response's header list as HTTP/2 sends it: names in lower case, nothing that speaks of a connection. */
export function responseListFor(list: RawList): string[] {
  const sent: string[] = [];
  for (let index = 0; index + 1 < list.length; index += 2) {
    const name = (list[index] as string).toLowerCase();
    if (!forbidden.has(name)) sent.push(name, list[index + 1] as string);
  }
  return sent;
}

/** The list as Node's HTTP/2 takes it; `isSingle`: only the first value of each name. */
export function outgoingHeaders(list: RawList, isSingle: boolean): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = Object.create(null);
  for (let index = 0; index + 1 < list.length; index += 2) {
    const name = list[index] as string;
    const value = list[index + 1] as string;
    const known = headers[name];
    if (known === undefined) headers[name] = value;
    else if (Array.isArray(known)) known.push(value);
    else if (!isSingle || name === 'set-cookie') headers[name] = [String(known), value];
  }
  return headers;
}
