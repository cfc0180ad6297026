/** How Wirelens words its own errors for each provider: the writers of the adapters. Pure text. */
import type { ErrorShape } from '../../shared/model/upstream.ts';
import type { WireFormat } from '../../shared/model/wire-format.ts';
import type { ErrorWriter } from '../../shared/providers/adapter.ts';
import { adapterFor } from '../../shared/providers/registry.ts';
import { isSideCall } from '../../shared/providers/side-calls/adapters.ts';

/**
 * The writer for a request: by its wire format, since that is what the client's SDK reads (an OpenAI client in front of
 * Ollama wants OpenAI's errors), else by what the upstream's provider speaks.
 */
export function errorWriterFor(format: WireFormat, shape: ErrorShape): ErrorWriter {
  const adapter = adapterFor(format);
  return adapter.format !== 'unknown' && !isSideCall(adapter.format) ? adapter.errors : writerOfShape(shape);
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
      return adapterFor('gemini-generate').errors;
    case 'cohere':
      return adapterFor('cohere-v2').errors;
    case 'mistral':
      return adapterFor('mistral-chat').errors;
    case 'generic':
      return adapterFor('unknown').errors;
  }
}
