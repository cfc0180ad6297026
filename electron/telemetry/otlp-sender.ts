/**
 * Spans to a collector over OTLP/HTTP in protobuf. Plain `fetch`: a collector is no upstream and needs none of the proxy.
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
import { tracesUrl } from '../../shared/export/traces-url.ts';
import { fail, type Result, succeed } from '../../shared/lib/result.ts';
import { partialSuccess } from './partial-success.ts';

const defaultTimeoutMs = 10_000;
/** The statuses that OTLP lets a client try again after. */
const worthAnotherTry: readonly number[] = [429, 502, 503, 504];

export type SendOutcome =
  /** `warning`: what the collector said about spans that it did not take. */
  | { readonly kind: 'sent'; readonly warning: string | null }
  /** `afterMs`: as the collector asked. */
  | { readonly kind: 'again'; readonly reason: string; readonly afterMs: number | null }
  | { readonly kind: 'refused'; readonly reason: string };

/** One request. Headers come from `OTEL_EXPORTER_OTLP_HEADERS` (`name=value,name=value`). An empty body asks whether anybody is there. */
export async function sendSpans(
  endpoint: string,
  body: Uint8Array,
  timeoutMs = defaultTimeoutMs,
): Promise<SendOutcome> {
  const url = tracesUrl(endpoint);
  if (url === null) return { kind: 'refused', reason: `"${endpoint}" is no http or https URL.` };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...extraHeaders(process.env.OTEL_EXPORTER_OTLP_HEADERS), 'content-type': 'application/x-protobuf' },
      body: new Uint8Array(body),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = new Uint8Array(await response.arrayBuffer());
    if (response.ok) return { kind: 'sent', warning: partialSuccess(answer, response.headers.get('content-type')) };
    const reason = `The collector at ${url} answered ${response.status}.`;
    if (!worthAnotherTry.includes(response.status)) return { kind: 'refused', reason };
    return { kind: 'again', reason, afterMs: retryAfterMs(response.headers.get('retry-after')) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return { kind: 'again', reason: `The collector at ${url} cannot be reached: ${cause}.`, afterMs: null };
  }
}

/** One request, for who does not try again. */
export async function postSpans(endpoint: string, body: Uint8Array): Promise<Result<null>> {
  if (tracesUrl(endpoint) !== null && body.length === 0) return succeed(null);
  const outcome = await sendSpans(endpoint, body);
  if (outcome.kind !== 'sent') return fail('failed', outcome.reason);
  return outcome.warning === null ? succeed(null) : fail('failed', outcome.warning);
}

/** Seconds; a date is not worth the trouble. */
function retryAfterMs(value: string | null): number | null {
  return value !== null && /^\d{1,5}$/.test(value) ? Number(value) * 1000 : null;
}

function extraHeaders(text: string | undefined): Readonly<Record<string, string>> {
  const pairs = (text ?? '').split(',').flatMap((pair) => {
    const [name = '', ...value] = pair.split('=');
    return name.trim() === '' ? [] : [[name.trim(), decoded(value.join('=').trim())] as const];
  });
  return Object.fromEntries(pairs);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
