/** Answers that Wirelens writes itself (DESIGN.md section 3): JSON in the shape of the client's provider. */
import { STATUS_CODES } from 'node:http';
import type { ExchangeFailure } from '../../shared/model/exchange.ts';
import { epochNow } from './clock.ts';
import { errorWriterFor } from './error-shapes.ts';
import type { ExchangeLife } from './exchange-end.ts';
import type { ExchangeRequest, ExchangeResponse } from './exchange-sides.ts';
import type { PlanBase } from './request-plan.ts';
import type { SecretMasker } from './secrets.ts';

/** The JSON body and head of an error of ours. */
export function ownAnswer(plan: PlanBase, status: number, failure: ExchangeFailure, origin: string | null): OwnAnswer {
  const text = errorWriterFor(plan.format, plan.errorShape).errorBody({
    type: `wirelens_${failure.kind.replaceAll('-', '_')}`,
    message: failure.message,
    status,
    requestId: null,
    retryAfterSeconds: null,
  });
  const body = Buffer.from(text);
  const headers = ['Content-Type', 'application/json; charset=utf-8', 'Content-Length', String(body.length)];
  headers.push('x-wirelens-error', failure.kind);
  if (status === 407) headers.push('Proxy-Authenticate', 'Basic realm="Wirelens token"');
  // A page on loopback may read why; pages of other sites never get this far (access-guard.ts).
  if (origin !== null && failure.kind !== 'refused-by-policy') headers.push('Access-Control-Allow-Origin', origin);
  return { status, headers, body };
}

export type OwnAnswer = { readonly status: number; readonly headers: readonly string[]; readonly body: Buffer };

/** Writes an error of ours instead of the upstream's answer and tells capture; the exchange ends when both sides have. */
export function sendOwnAnswer(
  life: ExchangeLife,
  request: Pick<ExchangeRequest, 'method'>,
  response: ExchangeResponse,
  answer: OwnAnswer,
  masker: SecretMasker,
): void {
  response.writeHead(answer.status, STATUS_CODES[answer.status] ?? '', [...answer.headers]);
  response.end(answer.body);
  const receivedAt = epochNow();
  life.sink.responseStart(life.id, {
    receivedAt,
    status: answer.status,
    statusText: response.statusMessage,
    httpVersion: '1.1',
    headers: masker.headers(answer.headers),
    sentHeaders: null,
    isOurs: true,
  });
  if (request.method !== 'HEAD') life.sink.injectedChunk(life.id, receivedAt, answer.body);
}
