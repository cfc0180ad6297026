/**
 * An exchange as it may be shared: its recorded facts redacted, everything else made anew from them, so that nothing
 * derived can give away what the facts no longer say. The store is only read.
 */
import type { ExportedBody, ExportedExchange } from '../../shared/export/exported-exchange.ts';
import type { EventRecord } from '../../shared/model/event-record.ts';
import type { ExchangeDetail } from '../../shared/model/exchange.ts';
import type { HeaderList } from '../../shared/model/headers.ts';
import { mapStrings } from '../../shared/sharing/json-strings.ts';
import { redactBody, redactResponse } from '../../shared/sharing/redact-body.ts';
import type { Redactor } from '../../shared/sharing/redactor.ts';
import { createExchangeRecorder } from '../capture/exchange-recorder.ts';
import { parseJsonBytes } from '../capture/request-body.ts';
import { readRequestBody } from '../capture/request-reading.ts';
import { createResponsePipeline } from '../capture/response-pipeline.ts';

type Bodies = Pick<ExportedExchange, 'request' | 'response' | 'injected'>;

const nothing: ExportedBody = { chunks: [], decoded: new Uint8Array(0) };

/** What cannot be redacted for certain is left out: the frames of a WebSocket, an answer that still tells a value. */
export function redactExchange(exchange: ExportedExchange, redactor: Redactor): ExportedExchange {
  const isSocket = exchange.messages !== undefined;
  const bodies = isSocket
    ? { request: nothing, response: nothing, injected: nothing }
    : {
        request: redactBody(exchange.request, redactor),
        response: redactResponse(exchange, redactor),
        injected: redactBody(exchange.injected, redactor),
      };
  const redacted = rebuild(redactedFacts(exchange.detail, redactor), bodies, exchange);
  if (!tells(redacted, redactor)) return redacted;
  return rebuild(redactedFacts(exchange.detail, redactor), { ...bodies, response: nothing }, exchange);
}

function redactedFacts(detail: ExchangeDetail, redactor: Redactor): ExchangeDetail {
  const { summary, start, response, connection, endFacts } = detail;
  const plain = mapStrings({ start, response, endFacts }, redactor.text);
  return {
    ...{ summary, connection, requestDigest: null, responseDigest: null },
    start: { ...plain.start, id: start.id, requestHeaders: decodedHeaders(plain.start.requestHeaders) },
    response: plain.response === null ? null : { ...plain.response, headers: decodedHeaders(plain.response.headers) },
    endFacts: plain.endFacts,
  };
}

/** The bodies are decoded now. */
function decodedHeaders(headers: HeaderList): HeaderList {
  return headers.filter(({ name }) => !['content-encoding', 'content-length'].includes(name.toLowerCase()));
}

function rebuild(facts: ExchangeDetail, bodies: Bodies, { messages }: ExportedExchange): ExportedExchange {
  const body = parseJsonBytes(bodies.request.decoded);
  return {
    ...bodies,
    ...readAnswer(facts, bodies, body),
    detail: recordedDetail(facts, bodies),
    reading: readRequestBody(facts.start, body),
    ...(messages === undefined ? {} : { messages: [] }),
  };
}

/** The row, made by the recorder that makes all rows. */
function recordedDetail(facts: ExchangeDetail, { request, response, injected }: Bodies): ExchangeDetail {
  const silent = { putExchange: () => {}, appendSegment: () => {}, onChange: () => {}, onNews: () => {} };
  const recorder = createExchangeRecorder(facts.start, silent, { usedBytes: 0, isWanted: false });
  for (const { receivedAt, bytes } of request.chunks) recorder.chunk('request', receivedAt, bytes, true);
  recorder.control({ type: 'request-end', at: facts.start.startedAt });
  if (facts.connection !== null) recorder.control({ type: 'connection', timing: facts.connection });
  if (facts.response !== null) recorder.control({ type: 'response-start', response: facts.response });
  for (const { receivedAt, bytes } of response.chunks) recorder.chunk('response', receivedAt, bytes, true);
  for (const { receivedAt, bytes } of injected.chunks) recorder.chunk('injected', receivedAt, bytes, true);
  // They are not the bytes that were on the wire.
  recorder.gap('request', 0, 0);
  recorder.gap('response', 0, 0);
  if (facts.endFacts !== null) recorder.control({ type: 'exchange-end', facts: facts.endFacts });
  const { summary, response: head, connection, endFacts } = recorder.detail();
  recorder.dispose();
  return { ...facts, summary, response: head, connection, endFacts };
}

type Answer = Pick<ExportedExchange, 'events' | 'problems' | 'completion' | 'native' | 'loss'>;

function readAnswer({ summary, start, response }: ExchangeDetail, bodies: Bodies, requestBody: unknown): Answer {
  const pipeline = createResponsePipeline({
    ...{ format: summary.format, requestBody, isTurn: start.turnOf !== undefined },
    response: response ?? { ...emptyHead, receivedAt: start.startedAt },
  });
  const events: EventRecord[] = [];
  for (const [index, chunk] of bodies.response.chunks.entries()) events.push(...pipeline.feed({ index, ...chunk }));
  for (const [index, chunk] of bodies.injected.chunks.entries()) events.push(...pipeline.inject({ index, ...chunk }));
  events.push(...pipeline.end(summary.end !== 'complete').events);
  const { reader } = pipeline;
  const answer = {
    ...{ events, problems: [...pipeline.problems()] },
    ...{ completion: reader.completion(), native: reader.native(), loss: reader.loss() },
  };
  pipeline.dispose();
  return answer;
}

const emptyHead = { status: 0, statusText: '', httpVersion: '1.1', headers: [], sentHeaders: null, isOurs: false };

/** The last look. */
function tells(
  { detail, completion, native, request, response, injected }: ExportedExchange,
  redactor: Redactor,
): boolean {
  const texts = [request, response, injected].map(({ decoded }) => Buffer.from(decoded).toString('utf8'));
  const blocks = completion.choices.flatMap((choice) => choice.blocks.map(({ text }) => text));
  const derived = [JSON.stringify(native ?? null), JSON.stringify(detail.summary)];
  return [...texts, ...blocks, ...derived].some(redactor.leaksInto);
}
