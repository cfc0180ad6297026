/** What capture is told of a request's head: masked, and with what was changed on the way to the upstream. */
import type { ClientInfo, ExchangeId, ExchangeStart } from '../../shared/model/exchange.ts';
import { programFromUserAgent } from '../../shared/reconstruct/client-program.ts';
import type { ExchangeRequest } from './exchange-sides.ts';
import type { OwnProgram } from './proxy-api.ts';
import type { RequestPlan } from './request-plan.ts';
import type { SecretMasker } from './secrets.ts';

/** What the facts need of the server that took the request. */
export type StartContext = {
  readonly masker: SecretMasker;
  /** The program that all clients belong to; null where they may be anybody. */
  readonly program: () => OwnProgram | null;
};

/** @param startedAt epoch ms at which the head was read */
export function startFacts(
  id: ExchangeId,
  startedAt: number,
  request: ExchangeRequest,
  plan: RequestPlan,
  { masker, program }: StartContext,
): ExchangeStart {
  const isSent = plan.kind === 'send';
  const isChanged = isSent && !isSameList(request.rawHeaders, plan.headers);
  return {
    id,
    startedAt,
    method: request.method ?? 'GET',
    target: masker.target(request.url ?? '/'),
    path: plan.path,
    httpVersion: request.httpVersion,
    requestHeaders: masker.headers(request.rawHeaders),
    sentRequestHeaders: isChanged ? masker.headers(plan.headers) : null,
    upstream: plan.upstream?.name ?? null,
    endpoint: plan.endpoint,
    upstreamUrl: isSent ? plan.origin.text + masker.target(plan.target) : null,
    format: plan.format,
    client: clientInfo(request, program()),
  };
}

/** Who sent the request, as far as its connection and headers tell. `known`: the program that it must be. */
export function clientInfo(request: ExchangeRequest, known: ReturnType<StartContext['program']>): ClientInfo {
  const userAgent = request.headers['user-agent'] ?? null;
  return {
    address: request.socket.remoteAddress ?? '',
    port: request.socket.remotePort ?? 0,
    userAgent,
    program: known?.name ?? programFromUserAgent(userAgent),
    pid: known?.pid ?? null,
    run: known?.run ?? null,
    ownPort: request.socket.localPort ?? 0,
  };
}

/** Are the two raw header lists the same, byte for byte? */
export function isSameList(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) if (left[index] !== right[index]) return false;
  return true;
}
