/** What every kind of plan starts from: what is known of a request before it is decided where it goes. */
import type { ExchangeFailure } from '../../shared/model/exchange.ts';
import type { WireFormat } from '../../shared/model/wire-format.ts';
import { pickAdapter } from '../../shared/providers/registry.ts';
import type { AccessRequest } from './access-guard.ts';
import type { ExchangeRequest } from './exchange-sides.ts';
import { rawHeaderValue } from './header-lists.ts';
import type { AnswerPlan, PlanBase } from './request-plan.ts';
import { splitTarget } from './router.ts';

/** A request that we answer ourselves. */
export function answer(base: PlanBase, status: number, failure: ExchangeFailure): AnswerPlan {
  return { ...base, kind: 'answer', status, failure };
}

/** The base of a plan without an upstream. */
export function baseWithout(request: ExchangeRequest, target: string): PlanBase {
  const { path, query } = splitTarget(target);
  const format = formatOf(request, path, query, 'unknown');
  return { path, format, errorShape: 'generic', upstream: null, endpoint: null };
}

type KnownFormat = {
  readonly format: WireFormat;
  /** What the adapters asked of the headers: the answer holds where these are the same. */
  readonly headers: readonly { readonly name: string; readonly value: string | null }[];
};

/** By method, path and default. Without queries, which may hold secrets. */
const knownFormats = new Map<string, KnownFormat>();
const maxKnownFormats = 256;
const maxKeyLength = 256;

/** The wire format by method, path and headers. Remembered: a program asks the same few paths again and again. */
export function formatOf(request: ExchangeRequest, path: string, query: string, defaultFormat: WireFormat): WireFormat {
  const method = request.method ?? 'GET';
  const key = `${method} ${defaultFormat} ${path}`;
  const known = query === '' ? knownFormats.get(key) : undefined;
  if (known?.headers.every(({ name, value }) => rawHeaderValue(request.rawHeaders, name) === value))
    return known.format;
  const headers: { name: string; value: string | null }[] = [];
  const header = (name: string): string | null => {
    const value = rawHeaderValue(request.rawHeaders, name);
    headers.push({ name, value });
    return value;
  };
  const { format } = pickAdapter({ method, path, query: query.slice(1), header, defaultFormat });
  if (query !== '' || key.length > maxKeyLength) return format;
  if (knownFormats.size >= maxKnownFormats) knownFormats.clear();
  knownFormats.set(key, { format, headers });
  return format;
}

/** What the guard looks at. */
export function accessFacts(request: ExchangeRequest): AccessRequest {
  const { host, origin } = request.headers;
  return {
    host: host ?? null,
    origin: origin ?? null,
    fetchSite: textOf(request.headers['sec-fetch-site']),
    token: textOf(request.headers['x-wirelens-token']),
  };
}

function textOf(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
