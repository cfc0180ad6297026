/**
 * OpenAI Realtime over WebSocket: one session of many answers, read as a transcript. Text and transcripts of sound are the
 * completion, sound is a block of its own, what the user said stands between them.
 * @see https://platform.openai.com/docs/api-reference/realtime-server-events
 */
import type { Adapter, RequestFacts, Step } from '../adapter.ts';
import { asText, isObject, parseJson } from '../json-reading.ts';
import { responsesErrorWriter } from '../openai-responses/error-writer.ts';
import { readErrorFacts } from '../provider-error.ts';
import { readingOf } from '../reading-line.ts';
import { audioReading } from '../sockets/base64-size.ts';
import { messageReading } from '../sockets/message-line.ts';
import { emptySession, type RealtimeState, usageFormula } from './realtime-state.ts';
import { stepServerEvent } from './server-step.ts';

/** Both generations of the API: GA, and the beta with its shorter names that gateways still speak. */
export const openaiRealtimeAdapter: Adapter<RealtimeState> = {
  format: 'openai-realtime',
  title: 'OpenAI Realtime',
  match,
  begin: (_request, response) => emptySession(readErrorFacts(response)),
  step: (state, event) => {
    const parsed = parseJson(event.data);
    if (!parsed.ok || !isObject(parsed.value)) return malformed(state, event.data, event.index);
    const body = parsed.value;
    const type = asText(body.type) ?? 'message';
    if (event.from !== 'client') return stepServerEvent(state, type, body);
    const audio = asText(body.audio);
    const reading = audio === null ? messageReading(body) : audioReading(audio);
    return { state, deltas: [], type, reading, outcome: 'used', problems: [] };
  },
  // A session has no end of its own: it is over when somebody closes it.
  finish: (state) => ({ state, deltas: [], problems: [] }),
  native: () => null,
  usageFormula,
  readRequest: () => null,
  errors: responsesErrorWriter,
};

/** `/v1/realtime?model=…`, Azure's `/openai/realtime` and `/openai/v1/realtime`; the calls beside it are plain HTTP. */
function match(request: RequestFacts): number {
  const isSocket = request.header('upgrade')?.toLowerCase() === 'websocket';
  return isSocket && /\/realtime(?:\/translations)?\/?$/.test(request.path) ? 60 : 0;
}

function malformed(state: RealtimeState, data: string, eventIndex: number): Step<RealtimeState> {
  const problem = { kind: 'malformed-json', message: 'A message that is no JSON object.', eventIndex } as const;
  return { state, deltas: [], type: 'text', reading: readingOf(data), outcome: 'malformed', problems: [problem] };
}
