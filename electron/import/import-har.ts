/** An HTTP archive's entry as an exchange: read by the same recorder as live traffic, its secrets masked on the way. */
import { createHash } from 'node:crypto';
import type { HarExchange } from '../../shared/import/har-file.ts';
import type {
  ExchangeDetail,
  ExchangeId,
  ExchangeStart,
  ImportMark,
  ResponseStart,
} from '../../shared/model/exchange.ts';
import type { HeaderEntry, HeaderList } from '../../shared/model/headers.ts';
import type { Upstream } from '../../shared/model/upstream.ts';
import { pickAdapter } from '../../shared/providers/registry.ts';
import { presetUpstreams } from '../../shared/upstreams/presets.ts';
import { createExchangeRecorder } from '../capture/exchange-recorder.ts';
import type { SecretMasker } from '../proxy/secrets.ts';
import type { ImportTarget } from './import-target.ts';

/** Puts it into the store, whole; false: it is there already. */
export function importHarExchange(
  har: HarExchange,
  target: ImportTarget,
  masker: SecretMasker,
  mark: ImportMark,
): boolean {
  const start = startOf(har, masker, mark);
  if (target.has(start.id)) return false;
  const detail = record(har, start, target, masker);
  target.end({ ...detail, summary: { ...detail.summary, imported: mark } });
  return true;
}

function record(har: HarExchange, start: ExchangeStart, target: ImportTarget, masker: SecretMasker): ExchangeDetail {
  const output = {
    putExchange: () => {},
    appendSegment: target.segment,
    onChange: () => {},
    onNews: () => {},
  };
  const recorder = createExchangeRecorder(start, output, { usedBytes: 0, isWanted: false });
  const response = responseOf(har, masker);
  const isSocket = har.frames.length > 0;
  for (const { receivedAt, bytes } of har.request) recorder.chunk('request', receivedAt, bytes, true);
  recorder.control({ type: 'request-end', at: har.startedAt });
  if (response !== null) recorder.control({ type: 'response-start', response });
  if (isSocket) recorder.control({ type: 'upgrade', at: response?.receivedAt ?? har.startedAt });
  for (const { direction, receivedAt, bytes } of har.frames) recorder.chunk(direction, receivedAt, bytes, true);
  for (const { receivedAt, bytes } of har.body) recorder.chunk('response', receivedAt, bytes, true);
  // The archive holds decoded bytes at best: nobody knows the hashes of what was on the wire.
  recorder.gap('request', 0, 0);
  recorder.gap('response', 0, 0);
  const end = response === null ? ('failed' as const) : ('complete' as const);
  const failure =
    response === null ? { kind: 'upstream-closed' as const, message: 'The imported file holds no answer.' } : null;
  recorder.control({
    type: 'exchange-end',
    facts: { endedAt: har.endedAt, end, failure, requestTrailers: [], responseTrailers: [] },
  });
  const detail = recorder.detail();
  recorder.dispose();
  return detail;
}

function startOf(har: HarExchange, masker: SecretMasker, mark: ImportMark): ExchangeStart {
  const url = new URL(har.url);
  const requestHeaders = maskedHeaders(har.requestHeaders, masker);
  const header = (name: string): string | null =>
    requestHeaders.find((entry) => entry.name.toLowerCase() === name)?.value ?? null;
  const upstream = upstreamAt(url.host);
  const { format } = pickAdapter({
    ...{ method: har.method, path: url.pathname, query: url.search.slice(1), header },
    defaultFormat: upstream?.defaultFormat ?? 'unknown',
  });
  return {
    id: har.id ?? derivedId(har),
    startedAt: har.startedAt,
    method: har.method,
    target: maskedUrl(url.pathname + url.search, masker),
    path: url.pathname,
    httpVersion: har.httpVersion,
    requestHeaders,
    sentRequestHeaders: null,
    upstream: upstream?.name ?? url.host,
    endpoint: null,
    upstreamUrl: maskedUrl(har.url, masker),
    format,
    client: { address: '', port: 0, userAgent: header('user-agent'), program: null, pid: null },
    imported: mark,
  };
}

function responseOf({ response }: HarExchange, masker: SecretMasker): ResponseStart | null {
  if (response === null) return null;
  const headers = maskedHeaders(response.headers, masker);
  return { ...response, headers, sentHeaders: null, isOurs: false };
}

/** @param host with its port: on this machine many things listen */
function upstreamAt(host: string): Upstream | null {
  const isThere = ({ url }: { readonly url: string }): boolean => URL.canParse(url) && new URL(url).host === host;
  return presetUpstreams.find(({ endpoints }) => endpoints.some(isThere)) ?? null;
}

/** Secrets that Wirelens masked when it wrote the file keep their fingerprints. */
function maskedHeaders(raw: readonly string[], masker: SecretMasker): HeaderList {
  return masker.headers(raw).map((entry, index) => {
    const value = raw[index * 2 + 1] ?? '';
    return value.includes('••••') ? knownSecret(entry.name, value) : entry;
  });
}

function knownSecret(name: string, value: string): HeaderEntry {
  const match = /^(?:(\S+) )?••••(.{4})? #([0-9a-f]{4})$/.exec(value);
  if (match === null) return { name, value };
  const secret = { scheme: match[1] ?? null, lastFour: match[2] ?? null, hash: match[3] ?? '' };
  return { name, value, secret };
}

function maskedUrl(url: string, masker: SecretMasker): string {
  return url.includes('%E2%80%A2%E2%80%A2') ? decodeMasked(url) : masker.target(url);
}

function decodeMasked(url: string): string {
  return url.replaceAll(/(%E2%80%A2){4}[^&/?#]*/g, (part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}

/** The same entry has the same id whenever it is imported: its time, and what it says. */
function derivedId(har: HarExchange): ExchangeId {
  const hash = createHash('sha256').update(`${har.startedAt} ${har.method} ${har.url} ${har.endedAt}\n`);
  for (const { bytes } of [...har.request, ...har.body, ...har.frames]) hash.update(bytes);
  const time = Math.max(0, Math.floor(har.startedAt)).toString(36).padStart(9, '0').slice(-9);
  const word = BigInt(`0x${hash.digest('hex').slice(0, 24)}`)
    .toString(36)
    .padStart(11, '0')
    .slice(-11);
  return `${time}${word}`;
}
