/** Errors as Bedrock tells them: an exception or error message in the stream, or the body of an error status. */
import type { ProviderError } from '../../model/delta.ts';
import type { StreamEvent } from '../../model/stream-event.ts';
import { eventHeaderText } from '../../stream/aws-event-stream-frame.ts';
import type { ResponseFacts } from '../adapter.ts';
import { asNumber, asText, isObject, type JsonObject, parseJson } from '../json-reading.ts';
import { type ErrorFacts, plainError, readErrorFacts, readProviderError } from '../provider-error.ts';

/** What the head of a response says of an error. */
export type BedrockErrorFacts = ErrorFacts & {
  /** `x-amzn-errortype` without the name space behind its colon: the body of an error says only a message. */
  readonly errorType: string | null;
};

/** From status and headers. */
export function readBedrockErrorFacts(response: ResponseFacts): BedrockErrorFacts {
  return { ...readErrorFacts(response), errorType: plainType(response.header('x-amzn-errortype')) };
}

/**
 * The status that each exception of a stream would have had as an answer of its own.
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html#API_runtime_ConverseStream_Errors
 */
const statuses = new Map([
  ['validationexception', 400],
  ['accessdeniedexception', 403],
  ['resourcenotfoundexception', 404],
  ['modeltimeoutexception', 408],
  ['modelerrorexception', 424],
  ['modelstreamerrorexception', 424],
  ['modelnotreadyexception', 429],
  ['throttlingexception', 429],
  ['internalserverexception', 500],
  ['serviceunavailableexception', 503],
]);

/** The error of a message whose `:message-type` is `exception` or `error`; null for an ordinary event. */
export function readFrameError(event: StreamEvent, facts: ErrorFacts): ProviderError | null {
  const headers = event.headers ?? [];
  const messageType = eventHeaderText(headers, ':message-type');
  if (messageType !== 'exception' && messageType !== 'error' && !isExceptionName(event.name)) return null;
  const type = plainType(event.name);
  const payload = parseJson(event.data);
  const told = payload.ok && isObject(payload.value) ? messageOf(payload.value) : asText(event.data);
  return {
    type,
    message: told ?? eventHeaderText(headers, ':error-message') ?? type ?? 'The stream ended in an error.',
    status:
      statusOfType(type) ?? (payload.ok && isObject(payload.value) ? asNumber(payload.value.originalStatusCode) : null),
    requestId: facts.requestId,
    retryAfterSeconds: facts.retryAfterSeconds,
  };
}

function isExceptionName(name: string | null): boolean {
  return name?.endsWith('Exception') === true;
}

/** The error of a whole body: `{"message":…}`, its type in the head, in `__type` or in `code`. */
export function readBodyError(body: unknown, facts: BedrockErrorFacts): ProviderError {
  if (!isObject(body)) return plainError(typeof body === 'string' ? body : JSON.stringify(body), facts);
  const type = facts.errorType ?? plainType(asText(body.__type)) ?? asText(body.code);
  const message = messageOf(body);
  // Gateways in front of Bedrock word errors in their own way.
  const foreign = message === null ? readProviderError(body, facts, 'error-body') : null;
  if (foreign !== null) return { ...foreign, type: type ?? foreign.type };
  const { requestId, retryAfterSeconds } = facts;
  const status = facts.status >= 400 ? facts.status : statusOfType(type);
  return {
    type,
    message: message ?? plainError(JSON.stringify(body), facts).message,
    status,
    requestId,
    retryAfterSeconds,
  };
}

/** AWS services spell it both ways; `originalMessage` is what the model's own server said. */
function messageOf(body: JsonObject): string | null {
  return asText(body.message) ?? asText(body.Message) ?? asText(body.originalMessage);
}

/** `ValidationException:http://internal…` and `com.amazon.coral.service#ValidationException` by their plain name. */
function plainType(type: string | null): string | null {
  const name = type?.split(':')[0]?.split('#').at(-1)?.trim() ?? '';
  return name === '' ? null : name;
}

function statusOfType(type: string | null): number | null {
  return type === null ? null : (statuses.get(type.toLowerCase()) ?? null);
}
