/**
 * Turns of a WebSocket as exchanges of their own: each has a row at once, its request is the client's message, its answer
 * the server's messages one by one, and it ends when the answer does, not when the connection does.
 */
import type { ExchangeEndFacts, ExchangeId, ExchangeStart, ResponseStart } from '../../shared/model/exchange.ts';
import type { HeaderList } from '../../shared/model/headers.ts';
import type { StreamEvent } from '../../shared/model/stream-event.ts';
import { isObject, parseJson } from '../../shared/providers/json-reading.ts';
import { createTurnRouter, type TurnStep } from '../../shared/providers/openai-responses/turn-router.ts';
import { hasTurns } from '../../shared/providers/sockets/socket-adapter.ts';
import type { SocketMessage, SocketSide } from '../../shared/stream/web-socket-message.ts';
import { createExchangeId } from '../proxy/exchange-id.ts';
import type { ExchangeRecorder } from './exchange-recorder-api.ts';

/** Which exchange got which response, over all connections of this run. */
export type ResponseIndex = {
  readonly find: (responseId: string) => ExchangeId | null;
  readonly note: (responseId: string, id: ExchangeId) => void;
};

/** Where turns live. */
export type TurnHost = {
  readonly responses: ResponseIndex;
  readonly open: (start: ExchangeStart) => { readonly recorder: ExchangeRecorder; readonly whenEnded: () => void };
};

export type SocketTurns = {
  /** Every message of the connection in order; bytes are lent for the call. */
  readonly see: (message: SocketMessage, event: StreamEvent) => void;
  /** The connection is over: what is unfinished ends with it. */
  readonly end: (facts: ExchangeEndFacts) => void;
};

type Turn = ReturnType<TurnHost['open']> & { readonly id: ExchangeId; isAnswered: boolean };

const maxKnownResponses = 5000;

/** An empty index; the oldest are forgotten. */
export function createResponseIndex(): ResponseIndex {
  const known = new Map<string, ExchangeId>();
  return {
    find: (responseId) => known.get(responseId) ?? null,
    note: (responseId, id) => {
      known.set(responseId, id);
      const oldest = known.keys().next().value;
      if (known.size > maxKnownResponses && oldest !== undefined) known.delete(oldest);
    },
  };
}

/** For the connection whose facts these are by now; null where its format has no turns. `onTurn` is told of each. */
export function createSocketTurns(
  connectionNow: () => ExchangeStart,
  response: ResponseStart,
  host: TurnHost,
  onTurn: () => void,
): SocketTurns | null {
  if (!hasTurns(connectionNow().format)) return null;
  const router = createTurnRouter();
  const turns = new Map<number, Turn>();

  const open = (step: Extract<TurnStep, { type: 'turn-start' }>, message: SocketMessage): void => {
    const { previousResponseId, streamId, turn: number } = step;
    const previous =
      previousResponseId === null
        ? null
        : { responseId: previousResponseId, exchangeId: host.responses.find(previousResponseId) };
    const connection = connectionNow();
    const id = createExchangeId(message.startedAt);
    const place = { connectionId: connection.id, number, streamId, previous };
    onTurn();
    const opened = host.open(turnStart(connection, id, message.startedAt, place));
    turns.set(number, { ...opened, id, isAnswered: false });
    if (step.isAsked) opened.recorder.chunk('request', message.receivedAt, message.bytes, true);
    opened.recorder.control({ type: 'request-end', at: message.receivedAt });
  };
  const answer = (turn: Turn, message: SocketMessage): void => {
    if (!turn.isAnswered) {
      turn.isAnswered = true;
      turn.recorder.control({ type: 'response-start', response: turnResponse(response, message.startedAt) });
    }
    turn.recorder.chunk('response', message.receivedAt, message.bytes, true);
    turn.recorder.decodeWaiting();
  };
  const close = (number: number, facts: ExchangeEndFacts): void => {
    const turn = turns.get(number);
    if (turn === undefined) return;
    turns.delete(number);
    turn.recorder.control({ type: 'exchange-end', facts });
    turn.whenEnded();
  };
  const closeAll = (facts: ExchangeEndFacts): void => {
    for (const number of [...turns.keys()]) close(number, facts);
  };
  const take = (step: TurnStep, message: SocketMessage): void => {
    if (step.type === 'turn-start') {
      open(step, message);
      return;
    }
    const turn = turns.get(step.turn);
    if (turn === undefined) return;
    if (step.type === 'turn-answer') answer(turn, message);
    else if (step.type === 'response-id') host.responses.note(step.responseId, turn.id);
    else close(step.turn, { ...noTrailers, endedAt: message.receivedAt, end: 'complete', failure: null });
  };

  return {
    see: (message, event) => {
      if (event.socket === 'close') closeAll(closedBy(message.from, event));
      if (event.socket !== undefined) return;
      const parsed = parseJson(event.data);
      if (!parsed.ok || !isObject(parsed.value)) return;
      for (const step of router.see(message.from, parsed.value)) take(step, message);
    },
    end: (facts) => closeAll(facts.end === 'complete' ? { ...facts, ...cutShort('The connection ended') } : facts),
  };
}

const noTrailers = { requestTrailers: [], responseTrailers: [] };

function turnStart(
  connection: ExchangeStart,
  id: ExchangeId,
  startedAt: number,
  turnOf: NonNullable<ExchangeStart['turnOf']>,
): ExchangeStart {
  const { requestHeaders, sentRequestHeaders } = connection;
  return {
    ...connection,
    id,
    startedAt,
    requestHeaders: aboutNoBody(requestHeaders),
    sentRequestHeaders: sentRequestHeaders && aboutNoBody(sentRequestHeaders),
    turnOf,
  };
}

function turnResponse(response: ResponseStart, receivedAt: number): ResponseStart {
  return { ...response, receivedAt, headers: aboutNoBody(response.headers), sentHeaders: null };
}

/** The handshake's headers stand for all turns; one that describes a body would be about another one. */
function aboutNoBody(headers: HeaderList): HeaderList {
  return headers.filter(({ name }) => !/^(content-|transfer-encoding$)/i.test(name));
}

/** A close frame ends what is unfinished at once: the connection itself may stay open for long. */
function closedBy(from: SocketSide, { data, receivedAt }: StreamEvent): ExchangeEndFacts {
  if (from === 'client') return { ...noTrailers, endedAt: receivedAt, end: 'client-aborted', failure: null };
  return { ...noTrailers, endedAt: receivedAt, ...cutShort(`The upstream closed the WebSocket (${data})`) };
}

function cutShort(what: string): Pick<ExchangeEndFacts, 'end' | 'failure'> {
  return {
    end: 'truncated',
    failure: { kind: 'upstream-closed', message: `${what} before this answer was complete.` },
  };
}
