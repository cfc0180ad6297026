/** Speech (text to audio), transcription and translation (audio to text). */
import type { Delta } from '../../model/delta.ts';
import { asList, asNumber, asObject, asString, asText, type JsonObject } from '../json-reading.ts';
import { inputRequest } from './read-request.ts';
import { counted, type SideCall, type SideContext, type SideReading, shown } from './side-call.ts';
import { sideUsage, usageDeltas } from './usage.ts';

/**
 * @see https://platform.openai.com/docs/api-reference/audio
 * @see https://docs.mistral.ai/api/endpoint/audio/transcriptions
 */
export const audio: SideCall = {
  format: 'audio',
  title: 'Audio',
  claims: ({ method, path }) => method === 'POST' && /\/audio\/(speech|transcriptions|translations)\/?$/.test(path),
  readBody,
  readEvent,
  readFile,
  readRequest: inputRequest(['input']),
  consumedFields: [
    'delta',
    'text',
    'audio',
    'audio_data',
    'audio_language',
    'language',
    'id',
    'start',
    'end',
    'speaker',
    'speaker_id',
    'logprobs',
  ],
};

const textAt = { choice: 0, block: 'text' } as const;
const audioAt = { choice: 0, block: 'audio' } as const;

/** A transcript (with segments and words in its verbose form), or Mistral's speech in JSON. */
function readBody(body: JsonObject, context: SideContext): SideReading | null {
  const data = asText(body.audio_data);
  if (data !== null) return { reading: sizeWords(data), deltas: audioDeltas(data, context) };
  const text = asString(body.text);
  if (text === null) return null;
  return {
    reading: text,
    deltas: [...usageDeltas(sideUsage(body)), { type: 'text-delta', ...textAt, text }, ...rest(body)],
  };
}

/** Segments and words with their times stay as they are on the wire. */
function rest(body: JsonObject): readonly Delta[] {
  const segments = asList(body.segments);
  const seconds = asNumber(body.duration);
  if (segments.length === 0) return [];
  const length = seconds === null ? '' : ` over ${Number(seconds.toFixed(1))} s`;
  return shown(`${counted(segments.length, 'segment')}${length}`, segments).deltas;
}

/** OpenAI's `transcript.text.*` and `speech.audio.*`, Mistral's `transcription.*`. The done event repeats the text. */
function readEvent(body: JsonObject, context: SideContext): SideReading | null {
  const type = asText(body.type) ?? '';
  const usage = usageDeltas(sideUsage(body));
  switch (type) {
    case 'transcript.text.delta':
    case 'transcription.text.delta':
      return textReading(type, asString(body.delta) ?? asString(body.text) ?? '');
    case 'transcript.text.segment':
    case 'transcription.segment':
      return { reading: asString(body.text) ?? '', deltas: [], type };
    case 'transcription.language':
      return { reading: asText(body.audio_language) ?? asText(body.language) ?? '', deltas: [], type };
    case 'transcript.text.done':
    case 'transcription.done': {
      const text = asString(body.text) ?? '';
      const late = context.isStarted ? [] : textReading(type, text).deltas;
      return { reading: text, deltas: [...usage, ...late], type, isEnd: true };
    }
    case 'speech.audio.delta': {
      const data = asString(body.audio) ?? asString(body.audio_data) ?? '';
      return { reading: sizeWords(data), deltas: audioDeltas(data, context), type };
    }
    case 'speech.audio.done':
      return { reading: '', deltas: usage, type, isEnd: true };
    default:
      return null;
  }
}

function textReading(type: string, text: string): SideReading {
  return { reading: text, deltas: text === '' ? [] : [{ type: 'text-delta', ...textAt, text }], type };
}

/** The format asked for; OpenAI's own default is mp3. */
function audioDeltas(data: string, context: SideContext): readonly Delta[] {
  const format = asText(asObject(context.requestBody)?.response_format) ?? 'mp3';
  const mediaType = format === 'mp3' ? 'audio/mpeg' : `audio/${format}`;
  const start: readonly Delta[] = context.isStarted
    ? []
    : [
        { type: 'block-start', ...audioAt, kind: 'audio', name: 'speech' },
        { type: 'block-patch', ...audioAt, mediaType },
      ];
  return [...start, { type: 'data-delta', ...audioAt, text: data }];
}

function sizeWords(base64: string): string {
  return `audio, ${counted(base64.length, 'base64 character')}`;
}

/** Speech comes as a file, a transcript in `text`, `srt` or `vtt` as plain text: the window has the body. */
function readFile(mediaType: string): SideReading | null {
  if (!mediaType.startsWith('audio/') && mediaType !== 'application/octet-stream') {
    return mediaType.startsWith('text/') ? shown(`a transcript as ${mediaType}`, { mediaType }) : null;
  }
  const words = `speech as ${mediaType}`;
  return {
    reading: words,
    deltas: [
      { type: 'block-start', ...audioAt, kind: 'audio', name: words },
      { type: 'block-patch', ...audioAt, mediaType },
      { type: 'block-end', ...audioAt },
    ],
  };
}
