/**
 * How Wirelens words its own errors for each provider: the adapters' writers where there are adapters, small ones here
 * for shapes without. Pure text.
 */
import type { ProviderError } from '../../shared/model/delta.ts';
import type { ErrorShape } from '../../shared/model/upstream.ts';
import type { Framing, WireFormat } from '../../shared/model/wire-format.ts';
import type { ErrorWriter } from '../../shared/providers/adapter.ts';
import { adapterFor } from '../../shared/providers/registry.ts';
import { isSideCall } from '../../shared/providers/side-calls/adapters.ts';

/**
 * The writer for a request: by its wire format, since that is what the client's SDK reads (an OpenAI client in front of
 * Ollama wants OpenAI's errors), else by what the upstream's provider speaks.
 */
export function errorWriterFor(format: WireFormat, shape: ErrorShape): ErrorWriter {
  const adapter = adapterFor(format);
  if (adapter.format !== 'unknown' && !isSideCall(adapter.format)) return adapter.errors;
  switch (format) {
    case 'gemini-generate':
    case 'gemini-interactions':
      return geminiErrors;
    default:
      return writerOfShape(shape);
  }
}

function writerOfShape(shape: ErrorShape): ErrorWriter {
  switch (shape) {
    case 'openai':
      return adapterFor('openai-chat').errors;
    case 'anthropic':
      return adapterFor('anthropic-messages').errors;
    case 'ollama':
      return adapterFor('ollama-chat').errors;
    case 'gemini':
      return geminiErrors;
    case 'cohere':
      return adapterFor('cohere-v2').errors;
    case 'mistral':
      return adapterFor('mistral-chat').errors;
    case 'generic':
      return adapterFor('unknown').errors;
  }
}

/** Names of google.rpc.Code by HTTP status. @see https://cloud.google.com/apis/design/errors#handling_errors */
const googleStatus: Readonly<Record<number, string>> = {
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
};

function geminiBody(error: ProviderError): string {
  const code = error.status ?? 502;
  return JSON.stringify({ error: { code, message: error.message, status: googleStatus[code] ?? 'UNAVAILABLE' } });
}

/** The SDK raises on an `error` object in a chunk. @see https://github.com/googleapis/js-genai/blob/main/src/_api_client.ts */
const geminiErrors: ErrorWriter = {
  errorBody: geminiBody,
  errorEvent: (error, framing) => sseOnly(framing, `data: ${geminiBody(error)}\n\n`),
  completionNotice: (message, framing) => {
    const content = { parts: [{ text: message }], role: 'model' };
    const chunk = JSON.stringify({ candidates: [{ content, finishReason: 'OTHER', index: 0 }] });
    return sseOnly(framing, `data: ${chunk}\n\n`);
  },
};

function sseOnly(framing: Framing, text: string): string | null {
  return framing === 'sse' ? text : null;
}
