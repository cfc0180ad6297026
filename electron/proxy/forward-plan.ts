/**
 * What becomes of a request that was meant for another host and came to us as to a proxy: sent to that host, or where a
 * rule redirects it. Reads the settings once, keeps nothing.
 */
import type { HostRule } from '../../shared/model/interception.ts';
import type { Endpoint, EndpointTls, Upstream } from '../../shared/model/upstream.ts';
import { ruleFor } from '../../shared/upstreams/host-rules.ts';
import { createEndpoint, createUpstream } from '../../shared/upstreams/presets.ts';
import { refusalOf } from './access-guard.ts';
import { arrivalOf } from './arrival.ts';
import { type AbsoluteTarget, originText, parseAbsoluteTarget } from './authority-form.ts';
import type { ExchangeRequest } from './exchange-sides.ts';
import { rawHeaderValue, requestHeadersForUpstream } from './header-lists.ts';
import { type Origin, originOf } from './origin.ts';
import { accessFacts, answer, baseWithout, formatOf } from './plan-base.ts';
import type { PlanContext, RequestPlan } from './request-plan.ts';
import { joinPaths, splitTarget } from './router.ts';

/** A request on its way through us: where its client wants it to go. */
export type ForwardRequest = AbsoluteTarget & {
  /** Where its client asked to be connected, if not to the host; see arrival.ts. */
  readonly address: string | null;
  /** It came in the clear, by a request line in absolute form. */
  readonly isAbsolute: boolean;
};

/** Null for a request to ourselves, be it in the absolute form (then its target is put into the usual one). */
export function forwardRequestOf(request: ExchangeRequest, context: PlanContext): ForwardRequest | null {
  const target = request.url ?? '/';
  const arrival = arrivalOf(request.socket);
  const absolute = target.charCodeAt(0) === slash ? null : parseAbsoluteTarget(target);
  if (arrival !== null) {
    arrival.hasAsked = true;
    const { address, hostname, port, isTls } = arrival;
    return { hostname, port, isTls, address, path: absolute?.path ?? target, isAbsolute: false };
  }
  if (absolute === null) return null;
  if (context.forward.isOurs(absolute)) {
    request.url = absolute.path;
    return null;
  }
  return { ...absolute, address: null, isAbsolute: true };
}

const slash = 47;

/** Where a forwarded request goes, and what it is called in the list. */
type Destination = {
  readonly upstream: Upstream;
  readonly endpoint: Endpoint;
  readonly origin: Origin;
  readonly isRedirect: boolean;
};

/** The plan of a request in absolute form or out of a CONNECT: to its host, to a redirect's endpoint, or an answer of ours. */
export function planForward(
  request: ExchangeRequest,
  forward: ForwardRequest,
  context: PlanContext,
  isUpgrade: boolean,
): RequestPlan {
  const refusal = forward.isAbsolute ? context.forward.refusal(request) : null;
  if (refusal !== null) {
    const failure = { kind: 'refused-by-policy', message: `Refused: ${refusal}.` } as const;
    return answer(baseWithout(request, forward.path), 407, failure);
  }
  if (isGrpc(request)) {
    const message = `gRPC needs HTTP/2 all the way, which Wirelens does not do. Put ${forward.hostname} on "tunnel".`;
    return answer(baseWithout(request, forward.path), 415, { kind: 'protocol', message });
  }
  const rule = ruleFor(context.forward.rules(), forward.hostname);
  const destination = destinationOf(forward, rule, context.options.upstreams());
  if (destination === null) {
    const message = `The target ${forward.hostname} cannot be asked: check the address of its redirect.`;
    return answer(baseWithout(request, forward.path), 502, { kind: 'no-route', message });
  }
  return planDestination(request, { forward, destination, isBlind: isBlind(rule) }, context, isUpgrade);
}

/** Its trailers carry the outcome, and no upstream of it speaks HTTP/1.1. */
function isGrpc(request: ExchangeRequest): boolean {
  return request.httpVersion === '2.0' && /^application\/grpc(?!-web)/.test(request.headers['content-type'] ?? '');
}

/** Requests in the clear to hosts that nobody asked us to look into pass like a tunnel. */
function isBlind(rule: HostRule | null): boolean {
  return rule === null || rule.action === 'tunnel';
}

function destinationOf(
  forward: ForwardRequest,
  rule: HostRule | null,
  upstreams: readonly Upstream[],
): Destination | null {
  const wanted = originText(forward.isTls, forward);
  const owner = ownerOf(upstreams, forward.hostname);
  if (rule?.action === 'redirect') return redirected(rule, wanted, owner?.upstream ?? null, forward, upstreams);
  const origin = originOf(wanted);
  if (origin === null) return null;
  const upstream = owner?.upstream ?? strangerAt(forward.hostname, wanted);
  const isSame = owner !== null && originOf(owner.endpoint.url)?.text === origin.text;
  // Credentials and headers of a stored endpoint are for those who ask for it; its exception for TLS is for the host.
  const verifyTls = isSame ? owner.endpoint.verifyTls : true;
  const made = { ...createEndpoint(owner?.endpoint.name ?? 'original', wanted, 'authorization-bearer'), verifyTls };
  const endpoint = isSame ? withTrustOf(made, owner.endpoint) : made;
  return { upstream, endpoint, origin, isRedirect: false };
}

type RedirectRule = Extract<HostRule, { readonly action: 'redirect' }>;

const trusting = new WeakMap<EndpointTls, EndpointTls>();

/** Whom to trust holds for the host; the client certificate is a credential and is not lent. */
function withTrustOf(endpoint: Endpoint, { tls }: Endpoint): Endpoint {
  if (tls === undefined) return endpoint;
  const known = trusting.get(tls) ?? { ...tls, clientCertificate: '', clientKey: null };
  trusting.set(tls, known);
  return { ...endpoint, tls: known };
}

function redirected(
  rule: RedirectRule,
  wanted: string,
  owner: Upstream | null,
  forward: ForwardRequest,
  upstreams: readonly Upstream[],
): Destination | null {
  const named = namedEndpoint(rule, upstreams);
  if (named !== null) return named;
  const { url } = rule;
  const origin = originOf(url);
  if (origin === null) return null;
  // One mock may stand in for several upstreams: the one whose host was meant comes first.
  for (const upstream of owner === null ? upstreams : [owner, ...upstreams]) {
    const endpoint = upstream.endpoints.find((candidate) => candidate.url === url);
    if (endpoint !== undefined) return { upstream, endpoint, origin, isRedirect: true };
  }
  const endpoint = createEndpoint('redirect', url, 'authorization-bearer');
  return { upstream: owner ?? strangerAt(forward.hostname, wanted), endpoint, origin, isRedirect: true };
}

/** The endpoint that a redirect names, at whatever address it has now; null where it names none, or one that is gone. */
function namedEndpoint({ endpoint: named }: RedirectRule, upstreams: readonly Upstream[]): Destination | null {
  if (named === undefined) return null;
  const upstream = upstreams.find(({ name }) => name === named.upstream);
  const endpoint = upstream?.endpoints.find(({ name }) => name === named.name);
  const origin = endpoint === undefined ? null : originOf(endpoint.url);
  if (upstream === undefined || endpoint === undefined || origin === null) return null;
  return { upstream, endpoint, origin, isRedirect: true };
}

/** The upstream that has an endpoint at this host. */
function ownerOf(
  upstreams: readonly Upstream[],
  hostname: string,
): { readonly upstream: Upstream; readonly endpoint: Endpoint } | null {
  for (const upstream of upstreams) {
    const endpoint = upstream.endpoints.find((candidate) => originOf(candidate.url)?.hostname === hostname);
    if (endpoint !== undefined) return { upstream, endpoint };
  }
  return null;
}

const strangers = new Map<string, Upstream>();

/** A host that no upstream knows is an upstream by its own name. */
function strangerAt(hostname: string, url: string): Upstream {
  const known = strangers.get(url);
  if (known !== undefined) return known;
  if (strangers.size > 256) strangers.clear();
  const upstream = createUpstream(hostname, url);
  strangers.set(url, upstream);
  return upstream;
}

type Planning = { readonly forward: ForwardRequest; readonly destination: Destination; readonly isBlind: boolean };

function planDestination(
  request: ExchangeRequest,
  { forward, destination, isBlind }: Planning,
  context: PlanContext,
  isUpgrade: boolean,
): RequestPlan {
  const { upstream, endpoint, origin, isRedirect } = destination;
  const { path, query } = splitTarget(forward.path);
  const ownPath = withoutBase(path, upstream);
  const base = {
    path: ownPath,
    format: formatOf(request, ownPath, query, upstream.defaultFormat),
    errorShape: upstream.errorShape,
    upstream,
    endpoint: endpoint.name,
    isBlind,
  };
  const key = endpoint.key === null ? null : context.options.endpointKey(upstream.name, endpoint.name);
  if (endpoint.key !== null && key === null) {
    const message = `The key of endpoint "${endpoint.name}" of "${upstream.name}" is not available. Enter it again or set its environment variable.`;
    return answer(base, 502, { kind: 'internal', message });
  }
  // A key of the user's must not serve web pages that happen to use us as their proxy.
  const refusal = key === null ? null : refusalOf({ ...accessFacts(request), host: null, token: null }, anyLoopback);
  if (refusal !== null) return answer(base, 403, { kind: 'refused-by-policy', message: `Refused: ${refusal}.` });
  const tls = context.options.endpointTls?.(upstream.name, endpoint) ?? null;
  if (tls !== null && 'problem' in tls) return answer(base, 502, { kind: 'tls', message: tls.problem });
  const isForeignHost = isRedirect || forward.isAbsolute;
  const host = isForeignHost ? null : rawHeaderValue(request.rawHeaders, 'host');
  const basic = origin.basicAuthorization;
  const headers = requestHeadersForUpstream(
    forward.isAbsolute ? withoutProxyAuthorization(request.rawHeaders) : request.rawHeaders,
    {
      host: host ?? origin.host,
      headers: basic === null ? endpoint.headers : [{ name: 'Authorization', value: basic }, ...endpoint.headers],
      key,
      keyPlacement: endpoint.keyPlacement,
    },
    isUpgrade,
  );
  const target = (isRedirect ? joinPaths(origin.basePath, path) : path) + query;
  const address = isRedirect ? null : forward.address;
  const { verifyTls } = endpoint;
  return { ...base, kind: 'send', upstream, origin, verifyTls, tls, address, target, headers };
}

const anyLoopback = { isLoopback: true, token: null } as const;

/** Hop by hop: it was for us (RFC 9110, 11.7.2). */
function withoutProxyAuthorization(raw: readonly string[]): readonly string[] {
  if (rawHeaderValue(raw, 'proxy-authorization') === null) return raw;
  return raw.filter((_, index) => raw[index - (index % 2)]?.toLowerCase() !== 'proxy-authorization');
}

/** The path as the provider's documentation has it: without what the upstream's endpoint puts before it. */
function withoutBase(path: string, upstream: Upstream): string {
  for (const { url } of upstream.endpoints) {
    const base = originOf(url)?.basePath ?? '';
    if (base !== '' && path.startsWith(`${base}/`)) return path.slice(base.length);
  }
  return path;
}
