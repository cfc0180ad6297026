/** Wirelens' own words in Ollama's format: what the `ollama` client raises, and a last pair of chunks it accepts. */
import type { ProviderError } from '../../model/delta.ts';
import type { ErrorWriter } from '../adapter.ts';
import type { JsonObject } from '../json-reading.ts';

/** No clock here, and the client only shows it. */
const unknownTime = '1970-01-01T00:00:00Z';

/** `textFields` puts a text where the endpoint keeps it (`message.content`, `response`). */
export function createOllamaErrorWriter(textFields: (text: string) => JsonObject): ErrorWriter {
  const body = (error: ProviderError): string => JSON.stringify({ error: error.message });
  return {
    errorBody: body,
    errorEvent: (error, framing) => (framing === 'ndjson' ? `${body(error)}\n` : null),
    completionNotice: (message, framing, seen) => {
      if (framing !== 'ndjson') return null;
      const head = { model: seen?.model ?? 'unknown', created_at: unknownTime };
      const text = { ...head, ...textFields(message), done: false };
      const end = { ...head, ...textFields(''), done: true, done_reason: 'stop' };
      return `${JSON.stringify(text)}\n${JSON.stringify(end)}\n`;
    },
  };
}
