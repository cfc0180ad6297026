/** The raw stream with its timing: a head per exchange, then every network chunk of the answer, a JSON line each. */
import { decodeUtf8 } from '../lib/utf8.ts';
import { encodeBase64 } from './base64.ts';
import type { ExportedChunk, ExportedExchange, ExportWriter } from './exported-exchange.ts';

/** Times in milliseconds since the request began. Chunks are as on the wire: text where they are UTF-8, else base64. */
export function createTimedStreamWriter(): ExportWriter {
  return {
    mediaType: 'application/x-ndjson',
    fileExtension: 'ndjson',
    begin: '',
    separator: '',
    end: '',
    write: timedLines,
  };
}

function* timedLines(exchange: ExportedExchange): Generator<string> {
  const { summary, start, response } = exchange.detail;
  const { id, model } = summary;
  const { method, path } = start;
  yield line({ id, startedAt: start.startedAt, method, path, status: response?.status ?? null, model });
  const since = (at: number): number => Math.round((at - start.startedAt) * 1000) / 1000;
  if (response !== null)
    yield line({ time: since(response.receivedAt), kind: 'head', headers: response.headers.length });
  for (const chunk of exchange.response.chunks) yield line({ time: since(chunk.receivedAt), ...content(chunk) });
  for (const chunk of exchange.injected.chunks) {
    yield line({ time: since(chunk.receivedAt), kind: 'injected', ...content(chunk) });
  }
  const { endFacts } = exchange.detail;
  if (endFacts !== null) yield line({ time: since(endFacts.endedAt), kind: 'end', end: endFacts.end });
}

function content({ bytes }: ExportedChunk): object {
  const { text, isValid } = decodeUtf8(bytes);
  return isValid ? { text } : { base64: encodeBase64(bytes) };
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
