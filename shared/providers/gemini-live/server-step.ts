/** What a Gemini Live server sends: pieces of the model's turn, transcriptions of both sides, calls, counts. */
import type { Delta } from '../../model/delta.ts';
import { readUsage } from '../gemini-generate/usage.ts';
import { asObject, asObjects, asString, asText, type JsonObject, toJson } from '../json-reading.ts';
import { readProviderError } from '../provider-error.ts';
import { audioReading, maxSessionMedia } from '../sockets/base64-size.ts';
import type { LiveRead } from './adapter.ts';
import { blockIn, endTurn, type LiveState, sayIn } from './live-state.ts';

/** Collects what one message did; several things may stand in it. */
type Told = { state: LiveState; readonly deltas: Delta[]; readonly types: string[]; readonly words: string[] };

/** The step of a server's message. */
export function stepServerMessage(state: LiveState, body: JsonObject): LiveRead {
  const told: Told = { state, deltas: [], types: [], words: [] };
  const content = asObject(body.serverContent);
  if (content !== null) readContent(told, content);
  for (const call of asObjects(asObject(body.toolCall)?.functionCalls)) readCall(told, call);
  const cancelled = asObject(body.toolCallCancellation);
  if (cancelled !== null) tell(told, 'toolCallCancellation', toJson(cancelled.ids ?? []));
  if (body.setupComplete !== undefined) tell(told, 'setupComplete', '');
  const goAway = asObject(body.goAway);
  if (goAway !== null) tell(told, 'goAway', asText(goAway.timeLeft) ?? '');
  if (body.sessionResumptionUpdate !== undefined) tell(told, 'sessionResumptionUpdate', '');
  readCounts(told, body);
  const error = readProviderError(body, told.state.facts, 'event');
  if (error !== null) {
    told.deltas.push({ type: 'response-error', error });
    tell(told, 'error', [error.type, error.message].filter(Boolean).join(': '));
  }
  const isKnown = told.types.length > 0;
  const type = isKnown ? told.types.join(' ') : (Object.keys(body)[0] ?? 'message');
  return {
    state: told.state,
    deltas: told.deltas,
    type,
    reading: isKnown ? told.words.filter(Boolean).join(' ') : null,
  };
}

function tell(told: Told, type: string, words: string): void {
  if (!told.types.includes(type)) told.types.push(type);
  told.words.push(words);
}

function readContent(told: Told, content: JsonObject): void {
  const heard = asText(asObject(content.inputTranscription)?.text);
  if (heard !== null) say(told, 'inputTranscription', 'user', 'other', heard);
  for (const part of asObjects(asObject(content.modelTurn)?.parts)) readPart(told, part);
  const spoken = asText(asObject(content.outputTranscription)?.text);
  if (spoken !== null) say(told, 'outputTranscription', 'transcript', 'text', spoken);
  if (content.interrupted === true) tell(told, 'interrupted', '');
  if (content.generationComplete === true) tell(told, 'generationComplete', '');
  if (content.turnComplete !== true) return;
  tell(told, 'turnComplete', '');
  const isCall = [...told.state.open].some((block) => block.includes(':call'));
  told.state = endTurn(told.state, told.deltas);
  const reason = asText(content.turnCompleteReason) ?? 'turnComplete';
  told.deltas.push({
    type: 'choice-end',
    choice: 0,
    finishReason: isCall ? 'tool-calls' : 'stop',
    rawFinishReason: reason,
  });
}

function say(told: Told, type: string, part: string, kind: 'text' | 'reasoning' | 'other', text: string): void {
  told.state = sayIn(told.state, part, kind, text, told.deltas);
  tell(told, type, text);
}

function readPart(told: Told, part: JsonObject): void {
  const text = asString(part.text);
  const data = asObject(part.inlineData);
  if (text !== null)
    say(
      told,
      'modelTurn',
      part.thought === true ? 'thought' : 'text',
      part.thought === true ? 'reasoning' : 'text',
      text,
    );
  else if (data !== null) readData(told, data);
  else tell(told, 'modelTurn', Object.keys(part).join(', '));
}

function readData(told: Told, data: JsonObject): void {
  const mediaType = asText(data.mimeType) ?? 'audio/pcm;rate=24000';
  const kind = mediaType.startsWith('image/') ? 'image' : 'audio';
  const bytes = asString(data.data) ?? '';
  tell(told, 'modelTurn', audioReading(bytes, mediaType));
  const mediaCharacters = told.state.mediaCharacters + bytes.length;
  if (mediaCharacters > maxSessionMedia) return;
  const before = told.deltas.length;
  const { state, block } = blockIn(told.state, kind, kind, told.deltas);
  if (told.deltas.length > before) told.deltas.push({ type: 'block-patch', choice: 0, block, mediaType });
  told.deltas.push({ type: 'data-delta', choice: 0, block, text: bytes });
  told.state = { ...state, mediaCharacters };
}

function readCall(told: Told, call: JsonObject): void {
  const name = asText(call.name) ?? 'tool';
  const toolCallId = asText(call.id);
  const { state, block } = blockIn(told.state, `call${told.state.callCount}`, 'tool-call', told.deltas);
  const text = toJson(call.args ?? {});
  told.deltas.push({ type: 'block-patch', choice: 0, block, name, ...(toolCallId === null ? {} : { toolCallId }) });
  told.deltas.push({ type: 'tool-input-delta', choice: 0, block, text });
  told.state = { ...state, callCount: state.callCount + 1 };
  tell(told, 'toolCall', `${name} ${text}`);
}

function readCounts(told: Told, body: JsonObject): void {
  const counts = asObject(body.usageMetadata);
  if (counts === null) return;
  const usage = readUsage(counts, told.state.usage);
  if (told.types.length === 0) tell(told, 'usageMetadata', '');
  if (usage === null || usage === told.state.usage) return;
  told.state = { ...told.state, usage };
  told.deltas.push({ type: 'usage', usage });
}
