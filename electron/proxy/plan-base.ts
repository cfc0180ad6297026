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

/** The wire format by method, path and headers. */
export function formatOf(request: ExchangeRequest, path: string, query: string, defaultFormat: WireFormat): WireFormat {
  return pickAdapter({
    method: request.method ?? 'GET',
    path,
    query: query.slice(1),
    header: (name) => rawHeaderValue(request.rawHeaders, name),
    defaultFormat,
  }).format;
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
