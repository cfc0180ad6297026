/**
 * The header lists that leave us, rebuilt from those that came in: case, order and duplicates stay (DESIGN.md 1.1).
 * Only hop-by-hop headers and Host change, plus what the endpoint adds.
 */
import type { KeyPlacement } from '../../shared/model/upstream.ts';
import type { RawHeaders } from './secrets.ts';

/** What an endpoint changes in a request. */
export type RequestChanges = {
  readonly host: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly key: string | null;
  readonly keyPlacement: KeyPlacement;
};

const credentialHeaders = new Set(['authorization', 'x-api-key', 'api-key', 'x-goog-api-key']);

/**
 * The head for the upstream. `Connection: keep-alive` and `TE: trailers` stay, since they hold for our own connection
 * too; `Connection: close` and what `Connection` names go. An endpoint with its own key answers for the credentials:
 * the client's are taken out, so that a key for one provider is never shown to another.
 */
export function requestHeadersForUpstream(raw: RawHeaders, changes: RequestChanges, isUpgrade: boolean): string[] {
  const dropped = namedByConnection(raw);
  const keeping = { dropped, isUpgrade, hasChunks: rawHeaderValue(raw, 'transfer-encoding') !== null };
  const added = addedHeaders(changes);
  const list: string[] = [];
  let hasHost = false;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] as string;
    const value = raw[index + 1] as string;
    const lower = name.toLowerCase();
    if (lower === 'host') {
      if (!hasHost) list.push(name, changes.host);
      hasHost = true;
      continue;
    }
    if (added.has(lower)) {
      replaceOnce(list, added, lower, name);
      continue;
    }
    if (changes.key !== null && credentialHeaders.has(lower)) continue;
    if (lower.startsWith('x-wirelens-')) continue;
    if (isKeptForUpstream(lower, value, keeping)) list.push(name, value);
  }
  if (!hasHost) list.unshift('Host', changes.host);
  for (const header of added.values()) if (!header.isPlaced) list.push(header.name, header.value);
  return list;
}

type AddedHeader = { readonly name: string; readonly value: string; isPlaced: boolean };

/** The endpoint's own headers by lower-case name; its key wins over a header of the same name. */
function addedHeaders(changes: RequestChanges): Map<string, AddedHeader> {
  const added = new Map<string, AddedHeader>();
  for (const { name, value } of changes.headers) added.set(name.toLowerCase(), { name, value, isPlaced: false });
  if (changes.key === null) return added;
  const isBearer = changes.keyPlacement === 'authorization-bearer';
  const name = isBearer ? 'Authorization' : changes.keyPlacement;
  added.set(name.toLowerCase(), { name, value: isBearer ? `Bearer ${changes.key}` : changes.key, isPlaced: false });
  return added;
}

/** The added value takes the place (and the spelling) of the client's first header of that name; more of them go. */
function replaceOnce(list: string[], added: Map<string, AddedHeader>, lower: string, name: string): void {
  const header = added.get(lower);
  if (header === undefined || header.isPlaced) return;
  header.isPlaced = true;
  list.push(name, header.value);
}

type Keeping = { readonly dropped: Set<string> | null; readonly isUpgrade: boolean; readonly hasChunks: boolean };

function isKeptForUpstream(lower: string, value: string, { dropped, isUpgrade, hasChunks }: Keeping): boolean {
  switch (lower) {
    case 'connection':
      return isUpgrade || value.trim().toLowerCase() === 'keep-alive';
    case 'upgrade':
      return isUpgrade;
    case 'te':
      return value.trim().toLowerCase() === 'trailers';
    case 'keep-alive':
    case 'proxy-connection':
    case 'http2-settings':
      return false;
    case 'trailer':
      return hasChunks;
    default:
      return dropped === null || isUpgrade || !dropped.has(lower);
  }
}

/** How the client's connection and the response's body shape its head. */
export type ResponseShape = {
  /** The client speaks HTTP/1.1 and did not ask to close. */
  readonly isKeepAlive: boolean;
  /** We frame the body in chunks for the client. */
  readonly isChunked: boolean;
};

/** The head for the client. `Connection: keep-alive` stays where it is true; `Trailer` stays where trailers can follow. */
export function responseHeadersForClient(raw: RawHeaders, shape: ResponseShape): string[] {
  const dropped = namedByConnection(raw);
  const list: string[] = [];
  let hasTransferEncoding = false;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] as string;
    const value = raw[index + 1] as string;
    switch (name.toLowerCase()) {
      case 'connection':
        if (shape.isKeepAlive && value.trim().toLowerCase() === 'keep-alive') list.push(name, value);
        break;
      case 'transfer-encoding':
        if (shape.isChunked && !hasTransferEncoding) list.push(name, 'chunked');
        hasTransferEncoding = true;
        break;
      case 'keep-alive':
      case 'proxy-connection':
      case 'upgrade':
        break;
      case 'trailer':
        if (shape.isChunked) list.push(name, value);
        break;
      default:
        if (dropped === null || !dropped.has(name.toLowerCase())) list.push(name, value);
    }
  }
  if (shape.isChunked && !hasTransferEncoding) list.push('Transfer-Encoding', 'chunked');
  return list;
}

const neverDropped = new Set(['close', 'keep-alive', 'upgrade', 'te', 'content-length', 'transfer-encoding', 'host']);

/** Headers that `Connection` declares hop-by-hop (RFC 9110, 7.6.1); null when there are none, which is nearly always. */
function namedByConnection(raw: RawHeaders): Set<string> | null {
  let names: Set<string> | null = null;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] as string;
    if (name.length !== 10 || name.toLowerCase() !== 'connection') continue;
    for (const part of (raw[index + 1] as string).split(',')) {
      const token = part.trim().toLowerCase();
      if (token !== '' && !neverDropped.has(token)) names = (names ?? new Set()).add(token);
    }
  }
  return names;
}

/** First value of a header in a raw list; `lower` in lower case. */
export function rawHeaderValue(raw: RawHeaders, lower: string): string | null {
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] as string;
    if (name.length === lower.length && name.toLowerCase() === lower) return raw[index + 1] as string;
  }
  return null;
}
