/** Wirelens' own words as an AWS service says them: a JSON body, or an exception message that every AWS SDK raises on. */
import type { ProviderError } from '../../model/delta.ts';
import { encodeJsonException } from '../../stream/aws-event-stream-encoder.ts';

/** `{"message":…}` with the type beside it, since a body of ours comes without AWS's `x-amzn-errortype`. */
export function bedrockErrorBody(error: ProviderError): string {
  return JSON.stringify({ __type: typeOf(error), message: error.message });
}

/** An exception that both stream APIs have, so that the SDK raises its own class for it. */
export function bedrockErrorEvent(error: ProviderError): Uint8Array {
  return encodeJsonException('serviceUnavailableException', { message: error.message });
}

function typeOf(error: ProviderError): string {
  switch (error.status) {
    case 400:
      return 'ValidationException';
    case 403:
      return 'AccessDeniedException';
    case 404:
      return 'ResourceNotFoundException';
    case 429:
      return 'ThrottlingException';
    case 500:
      return 'InternalServerException';
    default:
      return 'ServiceUnavailableException';
  }
}
