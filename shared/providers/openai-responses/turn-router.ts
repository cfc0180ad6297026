/**
 * Responses over a WebSocket: which message belongs to which turn. Every `response.create` begins one; turns of the same
 * `stream_id` are answered one after the other, and the server repeats the id in every event of the answer.
 * @see https://developers.openai.com/api/docs/guides/websocket-mode
 */
import { asObject, asText, type JsonObject } from '../json-reading.ts';

/** What a message does. `turn` counts from 1. */
export type TurnStep =
  | {
      readonly type: 'turn-start';
      readonly turn: number;
      readonly streamId: string | null;
      readonly previousResponseId: string | null;
      /** False: the server went on by itself (after steering), the message is the first of an answer. */
      readonly isAsked: boolean;
    }
  /** The message is part of this turn's answer. */
  | { readonly type: 'turn-answer'; readonly turn: number }
  | { readonly type: 'response-id'; readonly turn: number; readonly responseId: string }
  | { readonly type: 'turn-end'; readonly turn: number };

export type TurnRouter = {
  /** The steps of one message, in order; none for what belongs to the connection alone. */
  readonly see: (from: 'client' | 'upstream', body: JsonObject) => readonly TurnStep[];
  /** Turns that have not ended, oldest first. */
  readonly open: () => readonly number[];
};

type Turn = { readonly number: number; readonly lane: string; responseId: string | null };

const terminal = /^response\.(completed|incomplete|failed|cancelled|done)$/;

/** Ids of ended answers that are remembered, so that a late word of one does not go to the next turn. */
const maxEndedIds = 64;

/** A router for one connection, before its first message. */
export function createTurnRouter(): TurnRouter {
  const turns: Turn[] = [];
  const endedIds: string[] = [];
  let count = 0;

  const begin = (body: JsonObject, isAsked: boolean, steps: TurnStep[]): Turn => {
    const streamId = asText(body.stream_id);
    count += 1;
    const turn: Turn = { number: count, lane: streamId ?? '', responseId: null };
    turns.push(turn);
    const asked = isAsked ? body : (asObject(body.response) ?? body);
    const previousResponseId = asText(asked.previous_response_id);
    steps.push({ type: 'turn-start', turn: count, streamId, previousResponseId, isAsked });
    return turn;
  };
  const end = (turn: Turn, steps: TurnStep[]): void => {
    turns.splice(turns.indexOf(turn), 1);
    if (turn.responseId !== null) endedIds.push(turn.responseId);
    if (endedIds.length > maxEndedIds) endedIds.shift();
    steps.push({ type: 'turn-end', turn: turn.number });
  };
  const current = (lane: string): Turn | undefined => turns.find((turn) => turn.lane === lane);

  const seeError = (body: JsonObject, steps: TurnStep[]): void => {
    const lane = asText(body.stream_id);
    // Without a lane it is about the only turn there is, or about the connection.
    const turn = lane === null ? (current('') ?? (turns.length === 1 ? turns[0] : undefined)) : current(lane);
    if (turn === undefined) return;
    steps.push({ type: 'turn-answer', turn: turn.number });
    end(turn, steps);
  };
  /** The turn that an event of an answer belongs to; one that nobody asked for begins here. */
  const turnOf = (body: JsonObject, type: string, responseId: string | null, steps: TurnStep[]): Turn | null => {
    const lane = asText(body.stream_id) ?? '';
    let turn = current(lane);
    if (turn !== undefined && responseId !== null && turn.responseId !== null && responseId !== turn.responseId) {
      // The next answer has begun and this one never said that it was over.
      end(turn, steps);
      turn = current(lane);
    }
    return turn ?? (type === 'response.created' ? begin(body, false, steps) : null);
  };
  const seeAnswer = (body: JsonObject, type: string, steps: TurnStep[]): void => {
    const responseId = asText(asObject(body.response)?.id);
    if (responseId !== null && endedIds.includes(responseId)) return;
    const turn = turnOf(body, type, responseId, steps);
    if (turn === null) return;
    steps.push({ type: 'turn-answer', turn: turn.number });
    if (responseId !== null && turn.responseId === null) {
      turn.responseId = responseId;
      steps.push({ type: 'response-id', turn: turn.number, responseId });
    }
    if (terminal.test(type)) end(turn, steps);
  };

  return {
    see: (from, body) => {
      const steps: TurnStep[] = [];
      const type = asText(body.type) ?? '';
      if (from === 'client') {
        if (type === 'response.create') begin(body, true, steps);
      } else if (type === 'error') seeError(body, steps);
      else if (type.startsWith('response.')) seeAnswer(body, type, steps);
      return steps;
    },
    open: () => turns.map(({ number }) => number),
  };
}
