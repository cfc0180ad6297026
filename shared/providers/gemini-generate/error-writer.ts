/** Wirelens' own words in Gemini's format: what `@google/genai` raises as an ApiError, and a last chunk it accepts. */
import type { ProviderError } from '../../model/delta.ts';
import type { Framing } from '../../model/wire-format.ts';
import type { ErrorWriter, StreamSoFar } from '../adapter.ts';
import { isObject } from '../json-reading.ts';

/** @see https://google.aip.dev/193 */
export const geminiErrorWriter: ErrorWriter = { errorBody, errorEvent, completionNotice };

/** Names of google.rpc.Code by HTTP status. @see https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto */
const statusNames = new Map<number, string>([
  [400, 'INVALID_ARGUMENT'],
  [401, 'UNAUTHENTICATED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [409, 'ABORTED'],
  [429, 'RESOURCE_EXHAUSTED'],
  [499, 'CANCELLED'],
  [500, 'INTERNAL'],
  [501, 'UNIMPLEMENTED'],
  [503, 'UNAVAILABLE'],
  [504, 'DEADLINE_EXCEEDED'],
]);

/** The SDK raises in a stream only where `code` is a number from 400 to 599. Our own type goes where Google puts reasons. */
function errorBody(error: ProviderError): string {
  const code = error.status ?? 502;
  const details =
    error.type === null
      ? []
      : [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: error.type, domain: 'wirelens' }];
  return JSON.stringify({
    error: { code, message: error.message, status: statusNames.get(code) ?? 'UNAVAILABLE', details },
  });
}

/** A JSON array or document cannot be gone on with: nobody knows whether it stopped between two elements. */
function errorEvent(error: ProviderError, framing: Framing): string | null {
  return framing === 'sse' ? `data: ${errorBody(error)}\n\n` : null;
}

/** Streams have no end marker: a chunk that finishes is the last. Gemini CLI's API has each chunk in `response`. */
function completionNotice(message: string, framing: Framing, seen: StreamSoFar | null): string | null {
  if (framing !== 'sse') return null;
  const content = { parts: [{ text: message }], role: 'model' };
  const chunk = {
    candidates: [{ content, finishReason: 'STOP', index: 0 }],
    ...(seen?.model == null ? {} : { modelVersion: seen.model }),
    ...(seen?.id == null ? {} : { responseId: seen.id }),
  };
  const isWrapped = isObject(seen?.native) && isObject(seen.native.response);
  return `data: ${JSON.stringify(isWrapped ? { response: chunk } : chunk)}\n\n`;
}
