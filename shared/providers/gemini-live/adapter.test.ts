import { expect, it } from 'vitest';
import type { Delta } from '../../model/delta.ts';
import { stepClientMessage } from './client-step.ts';
import { emptySession, type LiveState } from './live-state.ts';
import { stepServerMessage } from './server-step.ts';

const start = (): LiveState => emptySession({ status: 101, requestId: null, retryAfterSeconds: null });

it('a turn of text, thought and sound, with the words of both sides', () => {
  let state = start();
  const deltas: Delta[] = [];
  const types: string[] = [];
  for (const message of [
    { serverContent: { inputTranscription: { text: 'Hello?' } } },
    {
      serverContent: {
        modelTurn: {
          parts: [{ text: 'hm', thought: true }, { inlineData: { mimeType: 'audio/pcm;rate=24000', data: 'AAAA' } }],
        },
      },
    },
    { serverContent: { outputTranscription: { text: 'Good day.' } } },
    {
      serverContent: { turnComplete: true },
      usageMetadata: { promptTokenCount: 5, responseTokenCount: 7, totalTokenCount: 12 },
    },
    { serverContent: { modelTurn: { parts: [{ text: 'Next' }] } } },
  ]) {
    const read = stepServerMessage(state, message);
    state = read.state;
    deltas.push(...read.deltas);
    types.push(read.type);
  }
  expect(types).toEqual(['inputTranscription', 'modelTurn', 'outputTranscription', 'turnComplete', 'modelTurn']);
  const begun = deltas.filter((delta) => delta.type === 'block-start').map(({ block, kind }) => [block, kind]);
  expect(begun).toEqual([
    ['0:user', 'other'],
    ['0:thought', 'reasoning'],
    ['0:audio', 'audio'],
    ['0:transcript', 'text'],
    ['1:text', 'text'],
  ]);
  expect(deltas.filter((delta) => delta.type === 'block-end')).toHaveLength(4);
  expect(deltas.find((delta) => delta.type === 'usage')).toMatchObject({ usage: { inputTokens: 5, outputTokens: 7 } });
});

it('a call, its cancelling, and what nobody knows yet', () => {
  const call = stepServerMessage(start(), {
    toolCall: { functionCalls: [{ id: 'f1', name: 'clock', args: { zone: 'UTC' } }] },
  });
  expect(call).toMatchObject({ type: 'toolCall', reading: 'clock {"zone":"UTC"}' });
  expect(stepServerMessage(start(), { toolCallCancellation: { ids: ['f1'] } })).toMatchObject({ reading: '["f1"]' });
  expect(stepServerMessage(start(), { brandNew: {} })).toMatchObject({ type: 'brandNew', reading: null });
});

it('what a client sends, in one line', () => {
  const lines = [
    { setup: { model: 'models/gemini-live' } },
    { clientContent: { turns: [{ role: 'user', parts: [{ text: 'Hi' }] }], turnComplete: true } },
    { realtimeInput: { audio: { mimeType: 'audio/pcm;rate=16000', data: 'AAAAAAAA' } } },
    { toolResponse: { functionResponses: [{ id: 'f1', name: 'clock', response: {} }] } },
  ].map((message) => {
    const { type, reading } = stepClientMessage(start(), message);
    return [type, reading];
  });
  expect(lines).toEqual([
    ['setup', 'gemini-live'],
    ['clientContent', 'Hi'],
    ['realtimeInput', '6 bytes of audio/pcm;rate=16000'],
    ['toolResponse', 'clock'],
  ]);
});
