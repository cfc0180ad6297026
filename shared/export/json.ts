/**
 * Our own export format, `wirelens-export` version 1: everything that was recorded, raw chunks included, so that it can
 * be read back. Documented in docs/EXPORT.md; a change of shape is a new version.
 */
import type { Block, Completion } from '../model/completion.ts';
import type { EventRecord } from '../model/event-record.ts';
import { toCompletionObject } from '../reconstruct/completion-object.ts';
import { encodeBase64 } from './base64.ts';
import type { ExportFacts } from './export-writer.ts';
import type { ExportedBody, ExportedExchange, ExportedMessage, ExportWriter } from './exported-exchange.ts';
import { readableText } from './readable-text.ts';

/** Raised when a reader of the old shape would go wrong. */
const exportVersion = 1;

/** Writes one JSON document, one exchange after the other. */
export function createJsonWriter(facts: ExportFacts): ExportWriter {
  const head = {
    format: 'wirelens-export',
    version: exportVersion,
    creator: { name: 'Wirelens', version: facts.version },
    exportedAt: new Date(facts.exportedAt).toISOString(),
  };
  return {
    mediaType: 'application/json',
    fileExtension: 'json',
    begin: `${JSON.stringify(head).slice(0, -1)},"exchanges":[\n`,
    separator: ',\n',
    end: '\n]}\n',
    write: exchangePieces,
  };
}

/** One exchange as a JSON object on one line, in pieces. */
export function* exchangePieces(exchange: ExportedExchange): Generator<string> {
  const { summary, start, response, connection, endFacts, requestDigest, responseDigest } = exchange.detail;
  const facts = { id: summary.id, summary, start, response, connection, endFacts, requestDigest, responseDigest };
  yield `${JSON.stringify(facts).slice(0, -1)},"bodies":{"request":`;
  yield* bodyPieces(exchange.request);
  yield ',"response":';
  yield* bodyPieces(exchange.response);
  yield ',"injected":';
  yield* bodyPieces(exchange.injected);
  yield '},"events":[';
  let separator = '';
  for (const event of exchange.events) {
    yield `${separator}${JSON.stringify(withoutDeltas(event))}`;
    separator = ',';
  }
  const derived = {
    problems: exchange.problems,
    completion: toCompletionObject(exchange.completion),
    blocks: blocksOf(exchange.completion),
    native: exchange.native ?? null,
    loss: exchange.loss,
    reading: exchange.reading,
    ...(exchange.messages === undefined ? {} : { messages: exchange.messages.map(plainMessage) }),
  };
  yield `],${JSON.stringify(derived).slice(1)}`;
}

/** Text as it is, everything else as base64. */
function plainMessage({ from, kind, receivedAt, bytes }: ExportedMessage): object {
  const readable = kind === 'text' ? readableText(bytes) : null;
  const data = readable?.kind === 'text' ? { text: readable.text } : { base64: encodeBase64(bytes) };
  return { from, kind, receivedAt, ...data };
}

/** Chunk by chunk: a body of any size is never one string. `text` is null for what is no UTF-8, or too large for one. */
function* bodyPieces(body: ExportedBody): Generator<string> {
  const readable = readableText(body.decoded);
  yield `{"text":${readable.kind === 'text' ? JSON.stringify(readable.text) : 'null'},"chunks":[`;
  let separator = '';
  for (const chunk of body.chunks) {
    yield `${separator}{"receivedAt":${JSON.stringify(chunk.receivedAt)},"base64":"${encodeBase64(chunk.bytes)}"}`;
    separator = ',';
  }
  yield ']}';
}

/** Deltas repeat the body a third time and follow from it: left out. */
function withoutDeltas({ deltas: _, ...event }: EventRecord): Omit<EventRecord, 'deltas'> {
  return event;
}

/** Blocks with the events that wrote them: [event, start, end) of the block's text. */
function blocksOf(completion: Completion): readonly object[] {
  return completion.choices.flatMap((choice) => choice.blocks.map(plainBlock));
}

function plainBlock({ pieces, ...block }: Block): object {
  const written = pieces.items.slice(0, pieces.length).map((piece) => [piece.event, piece.start, piece.end]);
  return { ...block, pieces: written };
}
