/** One event of a Realtime server as a step. The beta's names (`response.text.delta`) mean what GA's (`response.output_text.delta`) do. */
import type { Delta, FinishReason } from '../../model/delta.ts';
import type { Step } from '../adapter.ts';
import { asIndex, asList, asObject, asString, asText, type JsonObject } from '../json-reading.ts';
import { readProviderError } from '../provider-error.ts';
import { readingOf } from '../reading-line.ts';
import { audioReading, maxSessionMedia } from '../sockets/base64-size.ts';
import { messageReading } from '../sockets/message-line.ts';
import { addUsage, type RealtimeState, withSession } from './realtime-state.ts';

type Read = { readonly state: RealtimeState; readonly deltas: readonly Delta[]; readonly reading?: string };

/** The step of an event; unknown ones are listed. */
export function stepServerEvent(state: RealtimeState, type: string, body: JsonObject): Step<RealtimeState> {
  const name = type.replace(/^response\.(?:output_)?(text|audio_transcript|audio)\./, 'response.$1.');
  const read = readEvent(state, name, body);
  const outcome = read !== null ? 'used' : quiet.test(type) ? 'ignored' : 'unknown';
  return {
    state: read?.state ?? state,
    deltas: read?.deltas ?? [],
    type: type.startsWith('response.') ? type.slice('response.'.length) : type,
    reading: readingOf(read?.reading ?? messageReading(body)),
    outcome,
    problems: [],
  };
}

/** Events that say where things stand and add nothing to the transcript. */
const quiet =
  /^(rate_limits\.|input_audio_buffer\.|output_audio_buffer\.|conversation\.|session\.|transcription_session\.|mcp_|response\.(content_part|mcp_|created|cancelled|output_item)|.*\.done$)/;

function readEvent(state: RealtimeState, name: string, body: JsonObject): Read | null {
  switch (name) {
    case 'session.created':
    case 'session.updated':
    case 'transcription_session.updated':
      return readSession(state, body);
    case 'response.text.delta':
    case 'response.audio_transcript.delta':
      return addText(state, body, name.includes('transcript') ? 'transcript' : 'text', asString(body.delta) ?? '');
    case 'response.text.done':
      return setText(state, body, 'text', asString(body.text) ?? '');
    case 'response.audio_transcript.done':
      return setText(state, body, 'transcript', asString(body.transcript) ?? '');
    case 'response.audio.delta':
      return addAudio(state, body);
    case 'response.function_call_arguments.delta':
      return addInput(state, body);
    case 'response.output_item.added':
      return beginItem(state, body);
    case 'response.output_item.done':
      return endItem(state, body);
    case 'response.done':
      return endResponse(state, asObject(body.response) ?? {});
    case 'conversation.item.created':
    case 'conversation.item.added':
      return userItem(state, asObject(body.item) ?? {});
    case 'conversation.item.input_audio_transcription.delta':
      return userSaid(state, body, asString(body.delta) ?? '', false);
    case 'conversation.item.input_audio_transcription.completed':
      return userSaid(state, body, asString(body.transcript) ?? '', true);
    case 'error':
      return readError(state, body);
    default:
      return null;
  }
}

function readSession(state: RealtimeState, body: JsonObject): Read {
  const session = asObject(body.session) ?? {};
  const model = asText(session.model);
  const id = asText(session.id);
  const start: Delta = { type: 'response-start', ...(id === null ? {} : { id }), ...(model === null ? {} : { model }) };
  return {
    state: withSession(state, session),
    deltas: [start],
    reading: [model, asText(session.type)].filter(Boolean).join(', '),
  };
}

/** A block of an item's part, begun where it was not. */
function blockOf(
  state: RealtimeState,
  body: JsonObject,
  part: string,
  kind: 'text' | 'audio' | 'tool-call',
  deltas: Delta[],
): string {
  const item = asText(body.item_id) ?? asText(body.response_id) ?? 'item';
  const block = `${item}:${asIndex(body.content_index) ?? 0}:${part}`;
  if (state.begun.has(block)) return block;
  state.begun.add(block);
  state.byItem.set(item, [...(state.byItem.get(item) ?? []), block]);
  deltas.push({ type: 'block-start', choice: 0, block, kind });
  return block;
}

function addText(state: RealtimeState, body: JsonObject, part: string, text: string): Read {
  const deltas: Delta[] = [];
  const block = blockOf(state, body, part, 'text', deltas);
  deltas.push({ type: 'text-delta', choice: 0, block, text });
  return { state, deltas, reading: text };
}

/** The whole text again: only where no piece of it came. */
function setText(state: RealtimeState, body: JsonObject, part: string, text: string): Read {
  const probe: Delta[] = [];
  const block = blockOf(state, body, part, 'text', probe);
  if (probe.length > 0) probe.push({ type: 'text-delta', choice: 0, block, text });
  return { state, deltas: [...probe, { type: 'block-end', choice: 0, block }], reading: text };
}

function addAudio(state: RealtimeState, body: JsonObject): Read {
  const deltas: Delta[] = [];
  const data = asString(body.delta) ?? '';
  const mediaCharacters = state.mediaCharacters + data.length;
  // It is still listed with its size, and whole on disk; the transcript goes on.
  if (mediaCharacters > maxSessionMedia) return { state, deltas: [], reading: audioReading(data) };
  const block = blockOf(state, body, 'audio', 'audio', deltas);
  if (deltas.length > 0) deltas.push({ type: 'block-patch', choice: 0, block, mediaType: state.audioType });
  deltas.push({ type: 'data-delta', choice: 0, block, text: data });
  return { state: { ...state, mediaCharacters }, deltas, reading: audioReading(data) };
}

const callOf = (body: JsonObject): JsonObject => ({ item_id: body.item_id, response_id: body.response_id });

function addInput(state: RealtimeState, body: JsonObject): Read {
  const deltas: Delta[] = [];
  const block = blockOf(state, callOf(body), 'call', 'tool-call', deltas);
  deltas.push({ type: 'tool-input-delta', choice: 0, block, text: asString(body.delta) ?? '' });
  return { state, deltas, reading: asString(body.delta) ?? '' };
}

function beginItem(state: RealtimeState, body: JsonObject): Read | null {
  const item = asObject(body.item) ?? {};
  if (item.type !== 'function_call') return null;
  const deltas: Delta[] = [];
  const block = blockOf(state, { item_id: item.id }, 'call', 'tool-call', deltas);
  deltas.push(callFacts(item, block));
  return { state, deltas };
}

function callFacts(item: JsonObject, block: string): Delta {
  const name = asText(item.name);
  const toolCallId = asText(item.call_id);
  return {
    type: 'block-patch',
    choice: 0,
    block,
    ...(name === null ? {} : { name }),
    ...(toolCallId === null ? {} : { toolCallId }),
  };
}

function endItem(state: RealtimeState, body: JsonObject): Read {
  const item = asObject(body.item) ?? {};
  const id = asText(item.id) ?? '';
  const deltas: Delta[] = [];
  if (item.type === 'function_call') {
    const block = blockOf(state, { item_id: id }, 'call', 'tool-call', deltas);
    // Never announced: then its arguments came in no piece either.
    if (deltas.length > 0) {
      deltas.push(callFacts(item, block));
      deltas.push({ type: 'tool-input-delta', choice: 0, block, text: asString(item.arguments) ?? '' });
    }
  }
  for (const block of state.byItem.get(id) ?? []) deltas.push({ type: 'block-end', choice: 0, block });
  state.byItem.delete(id);
  return { state, deltas };
}

const reasons: Readonly<Record<string, FinishReason>> = {
  completed: 'stop',
  failed: 'error',
  incomplete: 'length',
  cancelled: 'other',
};

function endResponse(state: RealtimeState, response: JsonObject): Read {
  const status = asText(response.status) ?? 'completed';
  const hasCall = asList(response.output).some((item) => asObject(item)?.type === 'function_call');
  const deltas: Delta[] = [];
  const details = asObject(response.status_details);
  const error = details === null ? null : readProviderError(details, state.facts, 'event');
  if (error !== null) deltas.push({ type: 'response-error', error });
  const usage = asObject(response.usage);
  const counted = usage === null ? null : addUsage(state, usage);
  if (counted !== null) deltas.push({ type: 'usage', usage: counted.report });
  const finishReason = status === 'completed' && hasCall ? 'tool-calls' : (reasons[status] ?? 'other');
  deltas.push({ type: 'choice-end', choice: 0, finishReason, rawFinishReason: status });
  return { state: counted?.state ?? state, deltas, reading: error?.message ?? status };
}

/** Text that the user typed; what was spoken comes by its transcription. */
function userItem(state: RealtimeState, item: JsonObject): Read | null {
  if (item.role !== 'user') return null;
  const texts = asList(item.content).map((part) => asText(asObject(part)?.text) ?? asText(asObject(part)?.transcript));
  const text = texts.filter((found) => found !== null).join('\n');
  return text === '' ? null : userSaid(state, { item_id: item.id }, text, true);
}

function userSaid(state: RealtimeState, body: JsonObject, text: string, isWhole: boolean): Read {
  const block = `${asText(body.item_id) ?? 'input'}:user`;
  const isNew = !state.begun.has(block);
  state.begun.add(block);
  const deltas: Delta[] = isNew ? [{ type: 'block-start', choice: 0, block, kind: 'other', name: 'user' }] : [];
  // A whole that follows its pieces repeats them.
  if (!isWhole || isNew) deltas.push({ type: 'text-delta', choice: 0, block, text });
  if (isWhole) deltas.push({ type: 'block-end', choice: 0, block });
  return { state, deltas, reading: text };
}

function readError(state: RealtimeState, body: JsonObject): Read {
  const error = readProviderError(body, state.facts, 'event');
  return error === null
    ? { state, deltas: [] }
    : {
        state,
        deltas: [{ type: 'response-error', error }],
        reading: [error.type, error.message].filter(Boolean).join(': '),
      };
}
