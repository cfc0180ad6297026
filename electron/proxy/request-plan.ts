/** Decides what becomes of a request: sent to an endpoint, or answered by ourselves. Reads the settings once, keeps nothing. */
import type { ExchangeFailure } from '../../shared/model/exchange.ts';
import type { HostRule } from '../../shared/model/interception.ts';
import type { ErrorShape, Upstream } from '../../shared/model/upstream.ts';
import type { WireFormat } from '../../shared/model/wire-format.ts';
import { type AccessRules, refusalOf } from './access-guard.ts';
import type { HostAndPort } from './authority-form.ts';
import type { ExchangeRequest } from './exchange-sides.ts';
import { forwardRequestOf, planForward } from './forward-plan.ts';
import { requestHeadersForUpstream } from './header-lists.ts';
import { originOf } from './origin.ts';
import { accessFacts, answer, baseWithout, formatOf } from './plan-base.ts';
import type { ProxyOptions } from './proxy-api.ts';
import type { UpstreamWay } from './proxy-engine.ts';
import { chooseRoute, joinPaths, splitTarget } from './router.ts';

/** What is known of a request whatever becomes of it. */
export type PlanBase = {
  /** Path below the upstream's prefix, no query. */
  readonly path: string;
  readonly format: WireFormat;
  readonly errorShape: ErrorShape;
  readonly upstream: Upstream | null;
  readonly endpoint: string | null;
  /** Passes unread: capture counts its bytes and keeps nothing else. Absent: false. */
  readonly isBlind?: boolean;
};

export type SendPlan = PlanBase &
  UpstreamWay & {
    readonly kind: 'send';
    readonly upstream: Upstream;
    /** Path and query asked of the endpoint. */
    readonly target: string;
    readonly headers: readonly string[];
  };

export type AnswerPlan = PlanBase & {
  readonly kind: 'answer';
  readonly status: number;
  readonly failure: ExchangeFailure;
};

export type RequestPlan = SendPlan | AnswerPlan;

export type PlanContext = {
  readonly options: Pick<ProxyOptions, 'upstreams' | 'endpointKey' | 'endpointTls'>;
  readonly access: AccessRules;
  readonly forward: ForwardRules;
};

/** What planning needs to know of forward mode. */
export type ForwardRules = {
  readonly rules: () => readonly HostRule[];
  /** Is this our own address? */
  readonly isOurs: (target: HostAndPort) => boolean;
  /** Why a client may not use us as its proxy; null when it may. */
  readonly refusal: (request: ExchangeRequest) => string | null;
};

/** The plan for one request. `isUpgrade`: `Connection` and `Upgrade` go on to the endpoint. */
export function planRequest(request: ExchangeRequest, context: PlanContext, isUpgrade: boolean): RequestPlan {
  const forward = forwardRequestOf(request, context);
  if (forward !== null) return planForward(request, forward, context, isUpgrade);
  const target = request.url ?? '/';
  const refusal = refusalOf(accessFacts(request), context.access);
  if (refusal !== null) {
    return answer(baseWithout(request, target), 403, { kind: 'refused-by-policy', message: `Refused: ${refusal}.` });
  }
  const upstreams = context.options.upstreams();
  const route = chooseRoute({ target, hasHeader: (name) => request.headers[name] !== undefined }, (name) =>
    upstreams.some((upstream) => upstream.name === name),
  );
  const upstream = upstreams.find((candidate) => candidate.name === route?.upstream);
  if (route === null || upstream === undefined) {
    return answer(baseWithout(request, target), 404, noRoute(target, upstreams));
  }
  const base = {
    path: route.path,
    format: formatOf(request, route.path, route.query, upstream.defaultFormat),
    errorShape: upstream.errorShape,
    upstream,
    endpoint: upstream.activeEndpoint,
  };
  if (!upstream.isEnabled) return answer(base, 503, switchedOff(upstream));
  return planSending(request, context, { base, upstream, route, isUpgrade });
}

type Sending = {
  readonly base: PlanBase;
  readonly upstream: Upstream;
  readonly route: { readonly path: string; readonly query: string };
  readonly isUpgrade: boolean;
};

function planSending(request: ExchangeRequest, context: PlanContext, sending: Sending): RequestPlan {
  const { base, upstream, route } = sending;
  const endpoint = upstream.endpoints.find((candidate) => candidate.name === upstream.activeEndpoint);
  const origin = endpoint === undefined ? null : originOf(endpoint.url);
  if (endpoint === undefined || origin === null) {
    const message = `The active endpoint "${upstream.activeEndpoint}" of "${upstream.name}" has no usable URL. Edit it in the upstreams panel.`;
    return answer(base, 502, { kind: 'internal', message });
  }
  const key = endpoint.key === null ? null : context.options.endpointKey(upstream.name, endpoint.name);
  if (endpoint.key !== null && key === null) {
    const message = `The key of endpoint "${endpoint.name}" of "${upstream.name}" is not available. Enter it again or set its environment variable.`;
    return answer(base, 502, { kind: 'internal', message });
  }
  const tls = context.options.endpointTls?.(upstream.name, endpoint) ?? null;
  if (tls !== null && 'problem' in tls) return answer(base, 502, { kind: 'tls', message: tls.problem });
  const basic = origin.basicAuthorization;
  const headers = requestHeadersForUpstream(
    request.rawHeaders,
    {
      host: origin.host,
      headers: basic === null ? endpoint.headers : [{ name: 'Authorization', value: basic }, ...endpoint.headers],
      key,
      keyPlacement: endpoint.keyPlacement,
    },
    sending.isUpgrade,
  );
  const target = joinPaths(origin.basePath, route.path) + route.query;
  const { verifyTls } = endpoint;
  // Written out: for every request, and a spread costs more than the rest of the plan.
  return {
    path: base.path,
    format: base.format,
    errorShape: base.errorShape,
    endpoint: base.endpoint,
    kind: 'send',
    upstream,
    origin,
    verifyTls,
    tls,
    address: null,
    target,
    headers,
  };
}

function noRoute(target: string, upstreams: readonly Upstream[]): ExchangeFailure {
  const names = upstreams.map((upstream) => `/${upstream.name}/`).join(', ');
  const { path } = splitTarget(target);
  const known = names === '' ? 'No upstreams are set up.' : `Known upstreams: ${names}.`;
  return { kind: 'no-route', message: `No upstream for the path ${path.slice(0, 200)}. ${known}` };
}

function switchedOff(upstream: Upstream): ExchangeFailure {
  const message = `The upstream "${upstream.name}" is switched off in Wirelens. Switch it on in the upstreams panel.`;
  return { kind: 'upstream-disabled', message };
}
