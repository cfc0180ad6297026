/** Wirelens' own words in Mistral's format: flat error bodies, and streams that end as OpenAI's do. */
import type { ProviderError } from '../../model/delta.ts';
import type { ErrorWriter } from '../adapter.ts';
import { openaiErrorWriter } from '../openai-chat/error-writer.ts';

/** A chunk of `errorEvent` has none of the fields that the SDK demands, so it raises. @see https://docs.mistral.ai/api */
export const mistralErrorWriter: ErrorWriter = {
  errorBody,
  errorEvent: openaiErrorWriter.errorEvent,
  completionNotice: openaiErrorWriter.completionNotice,
};

function errorBody(error: ProviderError): string {
  const type = error.type ?? 'wirelens_error';
  return JSON.stringify({ object: 'error', message: error.message, type, param: null, code: type });
}
