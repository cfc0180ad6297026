/** What a Gemini Live client sends: setup, text, sound and pictures as they happen, answers of tools. */
import type { Delta } from '../../model/delta.ts';
import { asList, asObject, asObjects, asString, asText, type JsonObject } from '../json-reading.ts';
import { audioReading } from '../sockets/base64-size.ts';
import type { LiveRead } from './adapter.ts';
import { type LiveState, sayIn } from './live-state.ts';

/** The step of a client's message. */
export function stepClientMessage(state: LiveState, body: JsonObject): LiveRead {
  const setup = asObject(body.setup) ?? asObject(body.config);
  if (setup !== null) return readSetup(state, setup);
  const content = asObject(body.clientContent) ?? asObject(body.client_content);
  if (content !== null) return readContent(state, content);
  const input = asObject(body.realtimeInput) ?? asObject(body.realtime_input);
  if (input !== null) return readInput(state, input);
  const answers = asObject(body.toolResponse) ?? asObject(body.tool_response);
  if (answers !== null) {
    const names = asObjects(answers.functionResponses ?? answers.function_responses).map(
      ({ name, id }) => asText(name) ?? asText(id),
    );
    return { state, deltas: [], type: 'toolResponse', reading: names.filter(Boolean).join(', ') };
  }
  return { state, deltas: [], type: Object.keys(body)[0] ?? 'message', reading: null };
}

function readSetup(state: LiveState, setup: JsonObject): LiveRead {
  const model = asText(setup.model)?.replace(/^models\//, '') ?? null;
  const deltas: Delta[] = model === null ? [] : [{ type: 'response-start', model }];
  return { state, deltas, type: 'setup', reading: model ?? 'without a model' };
}

function readContent(state: LiveState, content: JsonObject): LiveRead {
  const said = asObjects(content.turns).filter(({ role }) => role !== 'model');
  const text = said
    .flatMap(({ parts }) => asList(parts))
    .map((part) => asText(asObject(part)?.text))
    .filter((found) => found !== null)
    .join('\n');
  const deltas: Delta[] = [];
  const next = text === '' ? state : sayIn(state, 'user', 'other', text, deltas);
  return { state: next, deltas, type: 'clientContent', reading: text };
}

function readInput(state: LiveState, input: JsonObject): LiveRead {
  const chunk =
    asObject(input.audio) ?? asObject(input.video) ?? asObjects(input.mediaChunks ?? input.media_chunks)[0] ?? null;
  const data = asString(chunk?.data);
  if (data !== null) {
    const what = asText(chunk?.mimeType) ?? asText(chunk?.mime_type) ?? 'audio';
    return { state, deltas: [], type: 'realtimeInput', reading: audioReading(data, what) };
  }
  const text = asText(input.text);
  if (text === null) return { state, deltas: [], type: 'realtimeInput', reading: Object.keys(input).join(', ') };
  const deltas: Delta[] = [];
  return { state: sayIn(state, 'user', 'other', text, deltas), deltas, type: 'realtimeInput', reading: text };
}
