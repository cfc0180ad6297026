/**
 * Spans to a collector over OTLP/HTTP in protobuf. Plain `fetch`: a collector is no upstream and needs none of the proxy.
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
import { fail, type Result, succeed } from '../../shared/lib/result.ts';

const timeoutMs = 10_000;

/** The endpoint as users write it: a base URL gets the path of traces. */
export function tracesUrl(endpoint: string): string | null {
  if (!URL.canParse(endpoint)) return null;
  const url = new URL(endpoint);
  if (!/^https?:$/.test(url.protocol)) return null;
  if (url.pathname === '/' || url.pathname === '') url.pathname = '/v1/traces';
  return url.href;
}

/** Headers for the collector come from `OTEL_EXPORTER_OTLP_HEADERS` (`name=value,name=value`). */
export async function postSpans(endpoint: string, body: Uint8Array): Promise<Result<null>> {
  const url = tracesUrl(endpoint);
  if (url === null) return fail('failed', `"${endpoint}" is no http or https URL.`);
  if (body.length === 0) return succeed(null);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...extraHeaders(process.env.OTEL_EXPORTER_OTLP_HEADERS), 'content-type': 'application/x-protobuf' },
      body: new Uint8Array(body),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
    return response.ok ? succeed(null) : fail('failed', `The collector at ${url} answered ${response.status}.`);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return fail('failed', `The collector at ${url} cannot be reached: ${cause}.`);
  }
}

function extraHeaders(text: string | undefined): Readonly<Record<string, string>> {
  const pairs = (text ?? '').split(',').flatMap((pair) => {
    const [name = '', ...value] = pair.split('=');
    return name.trim() === '' ? [] : [[name.trim(), decodeURIComponent(value.join('=').trim())] as const];
  });
  return Object.fromEntries(pairs);
}
