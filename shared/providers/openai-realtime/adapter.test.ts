import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../model/stream-event.ts';
import { createResponseReader } from '../../reconstruct/response-reader.ts';
import { maxSessionMedia } from '../sockets/base64-size.ts';

const place = { response_id: 'r', item_id: 'i', output_index: 0, content_index: 0 };

/** Reads messages; a leading `>` marks the client's. */
function read(messages: readonly (object | readonly ['>', object])[]) {
  const facts = { status: 101, mediaType: null, header: () => null };
  const reader = createResponseReader({
    format: 'openai-realtime',
    framing: 'websocket',
    request: { body: null },
    response: facts,
  });
  const records = reader.take(messages.map(toEvent));
  reader.end(false);
  return { records, completion: reader.completion(), problems: reader.problems(), tally: reader.tally() };
}

function toEvent(message: object | readonly ['>', object], index: number): StreamEvent {
  const isClient = Array.isArray(message);
  const data = JSON.stringify(isClient ? message[1] : message);
  const bytes = { byteStart: index, byteEnd: index + 1, chunkStart: index, chunkEnd: index };
  const times = { startedAt: index, receivedAt: index };
  const rest = {
    name: null,
    lastEventId: null,
    retryMs: null,
    flags: [],
    ...(isClient ? { from: 'client' as const } : {}),
  };
  return { index, framing: 'websocket', data, ...bytes, ...times, ...rest };
}

describe('a spoken session', () => {
  it('is a transcript of both sides, with the sound beside it', () => {
    const { completion, tally } = read([
      {
        type: 'session.created',
        session: { id: 's', model: 'gpt-realtime', audio: { output: { format: { type: 'audio/pcm', rate: 16000 } } } },
      },
      ['>', { type: 'input_audio_buffer.append', audio: 'AAAA' }],
      { type: 'input_audio_buffer.speech_started' },
      { type: 'conversation.item.input_audio_transcription.delta', item_id: 'u', delta: 'What ' },
      { type: 'conversation.item.input_audio_transcription.completed', item_id: 'u', transcript: 'What time is it?' },
      { type: 'response.created', response: { id: 'r' } },
      { type: 'response.output_audio_transcript.delta', ...place, delta: 'Ten ' },
      { type: 'response.output_audio.delta', ...place, delta: 'AAECAw==' },
      { type: 'response.output_audio_transcript.delta', ...place, delta: 'past nine.' },
      { type: 'response.output_audio_transcript.done', ...place, transcript: 'Ten past nine.' },
      { type: 'response.output_item.done', item: { id: 'i', type: 'message' } },
      {
        type: 'response.done',
        response: { status: 'completed', usage: { input_tokens: 10, output_tokens: 5, total_tokens: 15 } },
      },
      {
        type: 'response.done',
        response: { status: 'completed', usage: { input_tokens: 20, output_tokens: 7, total_tokens: 27 } },
      },
    ]);
    expect(completion.model).toBe('gpt-realtime');
    expect(
      completion.choices[0]?.blocks.map(({ kind, name, text, mediaType, isOpen }) => [
        kind,
        name,
        text,
        mediaType,
        isOpen,
      ]),
    ).toEqual([
      ['other', 'user', 'What ', null, false],
      ['text', null, 'Ten past nine.', null, false],
      ['audio', null, 'AAECAw==', 'audio/pcm;rate=16000', false],
    ]);
    expect(completion.usage).toMatchObject({ inputTokens: 30, outputTokens: 12, totalTokens: 42 });
    expect(tally).toMatchObject({ unknown: 0, malformed: 0 });
  });

  it('the beta’s names mean the same, and a call is rebuilt from its pieces', () => {
    const { completion } = read([
      { type: 'response.text.delta', ...place, delta: 'Hi' },
      { type: 'response.output_item.added', item: { id: 'f', type: 'function_call', name: 'clock', call_id: 'c1' } },
      { type: 'response.function_call_arguments.delta', ...place, item_id: 'f', delta: '{"zone":' },
      { type: 'response.function_call_arguments.delta', ...place, item_id: 'f', delta: '"UTC"}' },
      { type: 'response.done', response: { status: 'completed', output: [{ type: 'function_call' }] } },
    ]);
    expect(completion.choices[0]).toMatchObject({ finishReason: 'tool-calls' });
    expect(completion.choices[0]?.blocks.map(({ name, toolCallId, text }) => [name, toolCallId, text])).toEqual([
      [null, null, 'Hi'],
      ['clock', 'c1', '{"zone":"UTC"}'],
    ]);
  });

  it('shows sound by its size, whoever sends it, and errors by their words', () => {
    const { records } = read([
      ['>', { type: 'input_audio_buffer.append', audio: Buffer.alloc(4800).toString('base64') }],
      { type: 'response.output_audio.delta', ...place, delta: Buffer.alloc(1200).toString('base64') },
      { type: 'error', error: { type: 'invalid_request_error', code: 'unknown_parameter', message: 'No such thing' } },
      { type: 'something.new', value: 1 },
    ]);
    expect(records.map(({ origin, reading, outcome }) => [origin, reading, outcome])).toEqual([
      ['client', '4,800 bytes of audio', 'used'],
      ['upstream', '1,200 bytes of audio', 'used'],
      ['upstream', 'unknown_parameter: No such thing', 'used'],
      ['upstream', 'value', 'unknown'],
    ]);
  });

  it('goes on in words when there is more sound than a completion may hold', () => {
    const sound = 'A'.repeat(1024 * 1024);
    const pieces = Array.from({ length: 9 }, () => ({ type: 'response.output_audio.delta', ...place, delta: sound }));
    const { completion, problems } = read([
      ...pieces,
      { type: 'response.output_audio_transcript.delta', ...place, delta: 'still here' },
    ]);
    const [audio, text] = completion.choices[0]?.blocks ?? [];
    expect(audio?.text.length).toBe(maxSessionMedia);
    expect(text?.text).toBe('still here');
    expect(problems).toEqual([]);
  });
});
