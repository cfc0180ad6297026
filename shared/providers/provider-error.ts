/**
 * Reads the error a provider tells, in any of the shapes seen in the wild: `{"error":{…}}`, `{"error":"text"}`, the
 * list-wrapped form of Google's OpenAI-compatible endpoint, vLLM's and Mistral's flat object, FastAPI's `detail`, plain text.
 */
import type { ProviderError } from '../model/delta.ts';
import type { ResponseFacts } from './adapter.ts';
import { asList, asNumber, asObject, asObjects, asText, isObject, type JsonObject, toJson } from './json-reading.ts';

/** What the response's head says about an error, kept from the head until a body tells it. */
export type ErrorFacts = {
  readonly status: number;
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;
};

const requestIdHeaders = [
  'x-request-id',
  'request-id',
  'apim-request-id',
  'x-ms-request-id',
  'x-amzn-requestid',
  'x-goog-request-id',
  'x-generation-id',
  'cf-ray',
] as const;

/** Longest plain-text body that is quoted as a message. */
const maxMessageLength = 2000;

/** Status, request id and waiting time from a response's head. */
export function readErrorFacts(response: ResponseFacts): ErrorFacts {
  const requestId = requestIdHeaders
    .map((name) => response.header(name))
    .find((value) => value !== null && value !== '');
  return {
    status: response.status,
    requestId: requestId ?? null,
    retryAfterSeconds: readRetryAfter(response.header),
  };
}

/**
 * Seconds from `retry-after-ms`, or `retry-after` as seconds or as a date. A date is taken against the response's own
 * `date` header: there is no clock here.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function readRetryAfter(header: (name: string) => string | null): number | null {
  const milliseconds = asNumber(header('retry-after-ms'));
  if (milliseconds !== null) return milliseconds / 1000;
  const value = header('retry-after');
  if (value === null) return null;
  const seconds = asNumber(value);
  if (seconds !== null) return seconds;
  const until = Date.parse(value);
  const now = Date.parse(header('date') ?? '');
  return Number.isNaN(until) || Number.isNaN(now) ? null : Math.max(0, (until - now) / 1000);
}

/** The error in a parsed body or event, null when it holds none. `isErrorStatus`: the whole body is known to be an error. */
export function readProviderError(
  body: unknown,
  facts: ErrorFacts,
  scope: 'error-body' | 'event',
): ProviderError | null {
  const holder = Array.isArray(body) ? body.find((item) => isObject(item) && isTold(item.error)) : body;
  if (isObject(holder) && isTold(holder.error)) return fromErrorField(holder, facts, scope);
  if (scope === 'event') return null;
  if (isObject(holder)) return fromFlatObject(holder, facts);
  return plainError(typeof body === 'string' ? body : toJson(body), facts);
}

/** An error body that is no JSON (an HTML page of a gateway, plain text, nothing at all). */
export function plainError(text: string, facts: ErrorFacts): ProviderError {
  const trimmed = text.trim();
  const message = trimmed === '' ? `HTTP status ${facts.status} without a body` : trimmed.slice(0, maxMessageLength);
  return { type: null, message, ...headOf(facts) };
}

function isTold(error: unknown): boolean {
  return isObject(error) || (typeof error === 'string' && error !== '');
}

function headOf(facts: ErrorFacts): Pick<ProviderError, 'status' | 'requestId' | 'retryAfterSeconds'> {
  return {
    status: facts.status >= 400 ? facts.status : null,
    requestId: facts.requestId,
    retryAfterSeconds: facts.retryAfterSeconds,
  };
}

function fromErrorField(holder: JsonObject, facts: ErrorFacts, scope: 'error-body' | 'event'): ProviderError {
  const error = holder.error;
  const head = headOf(facts);
  const requestId = asText(holder.request_id) ?? head.requestId;
  if (!isObject(error)) {
    return { ...head, requestId, type: asText(holder.type) ?? asText(holder.code), message: String(error) };
  }
  return {
    type: typeOf(error),
    message: messageOf(error),
    status: head.status ?? (scope === 'event' ? statusOf(error) : null),
    requestId: asText(error.request_id) ?? requestId,
    retryAfterSeconds: head.retryAfterSeconds ?? retryInBody(error),
  };
}

function fromFlatObject(body: JsonObject, facts: ErrorFacts): ProviderError {
  const head = headOf(facts);
  return {
    ...head,
    type: typeOf(body),
    message: messageOf(body),
    requestId: asText(body.request_id) ?? head.requestId,
    retryAfterSeconds: head.retryAfterSeconds ?? retryInBody(body),
  };
}

/**
 * A worded `code` (OpenAI's `rate_limit_exceeded` beside `type: requests`) says more than `type`; then Google's `status`; a
 * number (OpenRouter's `code: 400`, Mistral's `"1500"`) only where nothing else is told.
 */
function typeOf(error: JsonObject): string | null {
  const code = asText(error.code) ?? (typeof error.code === 'number' ? String(error.code) : null);
  const worded = code !== null && /[a-z]/i.test(code) ? code : null;
  return worded ?? asText(error.type) ?? asText(error.status) ?? code;
}

function messageOf(error: JsonObject): string {
  const direct = asText(error.message) ?? asText(error.detail) ?? asText(error.msg);
  if (direct !== null) return direct;
  if (isObject(error.message)) return messageOf(error.message);
  const details = [...asObjects(error.detail), ...asObjects(error.errors)];
  const texts = details.map((item) => asText(item.msg) ?? asText(item.message)).filter((text) => text !== null);
  return texts.length > 0 ? texts.join('; ') : toJson(error).slice(0, maxMessageLength);
}

/** The HTTP status that an event inside a 200 answer gives: OpenRouter's `code`, Groq's `status_code`. */
function statusOf(error: JsonObject): number | null {
  const candidates = [error.status_code, error.code, error.status].map(asNumber);
  return candidates.find((value) => value !== null && Number.isInteger(value) && value >= 400 && value < 600) ?? null;
}

/** OpenAI-style `retry_after`, or Google's `RetryInfo` detail (`"retryDelay": "30s"`). */
function retryInBody(error: JsonObject): number | null {
  const direct = asNumber(error.retry_after);
  if (direct !== null) return direct;
  for (const detail of asList(error.details)) {
    const delay = asText(asObject(detail)?.retryDelay);
    const seconds = delay?.endsWith('s') ? asNumber(delay.slice(0, -1)) : null;
    if (seconds !== null) return seconds;
  }
  return null;
}
