import { expect, test } from 'vitest';
import type { RequestFacts } from '../adapter.ts';
import { readConverseRequest } from './read-request.ts';

const facts = (path: string): RequestFacts => ({
  method: 'POST',
  path,
  query: '',
  header: () => null,
  defaultFormat: 'unknown',
});
const path = '/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse-stream';

test('a request is read as a conversation; model and streaming come from the path', () => {
  const body = {
    system: [{ text: 'Be brief.' }, { cachePoint: { type: 'default' } }],
    messages: [
      {
        role: 'user',
        content: [
          { text: 'What is this?' },
          { image: { format: 'png', source: { bytes: 'iVBORw0KGgo=' } } },
          { document: { format: 'pdf', name: 'report', source: { s3Location: { uri: 's3://bucket/report.pdf' } } } },
          { video: { format: 'mp4', source: {} } },
        ],
      },
      {
        role: 'assistant',
        content: [
          { reasoningContent: { reasoningText: { text: 'hm' } } },
          { toolUse: { toolUseId: 't1', name: 'look', input: { at: 1 } } },
        ],
      },
      {
        role: 'user',
        content: [
          { toolResult: { toolUseId: 't1', content: [{ text: 'nothing' }, { json: { a: 1 } }], status: 'error' } },
        ],
      },
    ],
    inferenceConfig: { maxTokens: 100, temperature: 0.5 },
    toolConfig: {
      tools: [
        { toolSpec: { name: 'look', description: 'Looks', inputSchema: { json: { type: 'object' } } } },
        { systemTool: { name: 'nova_grounding' } },
        { cachePoint: { type: 'default' } },
      ],
      toolChoice: { auto: {} },
    },
    guardrailConfig: { guardrailIdentifier: 'g' },
  };
  expect(readConverseRequest(body, facts(path))).toEqual({
    model: 'anthropic.claude-3-haiku-20240307-v1:0',
    isStreaming: true,
    messages: [
      {
        role: 'system',
        name: null,
        path: 'system',
        hasCacheMarker: true,
        parts: [{ kind: 'text', text: 'Be brief.' }],
      },
      {
        role: 'user',
        name: null,
        path: 'messages[0]',
        hasCacheMarker: false,
        parts: [
          { kind: 'text', text: 'What is this?' },
          { kind: 'image', mediaType: 'image/png', data: 'iVBORw0KGgo=', url: null, name: null },
          { kind: 'file', mediaType: 'application/pdf', data: null, url: 's3://bucket/report.pdf', name: 'report' },
          { kind: 'other', label: 'video', native: { video: { format: 'mp4', source: {} } } },
        ],
      },
      {
        role: 'assistant',
        name: null,
        path: 'messages[1]',
        hasCacheMarker: false,
        parts: [
          { kind: 'reasoning', text: 'hm' },
          { kind: 'tool-call', id: 't1', name: 'look', input: { at: 1 } },
        ],
      },
      {
        role: 'user',
        name: null,
        path: 'messages[2]',
        hasCacheMarker: false,
        parts: [{ kind: 'tool-result', toolCallId: 't1', name: null, text: 'nothing\n{"a":1}', isError: true }],
      },
    ],
    tools: [
      { name: 'look', description: 'Looks', schema: { type: 'object' }, path: 'toolConfig.tools[0]' },
      { name: 'nova_grounding', description: null, schema: null, path: 'toolConfig.tools[1]' },
    ],
    parameters: [
      { name: 'maxTokens', value: 100 },
      { name: 'temperature', value: 0.5 },
      { name: 'toolChoice', value: { auto: {} } },
      { name: 'guardrailConfig', value: { guardrailIdentifier: 'g' } },
    ],
  });
});

test('a call without a stream, an ARN, and a path with a broken escape', () => {
  const body = { messages: [] };
  const model = (id: string) => readConverseRequest(body, facts(`/model/${id}/converse`))?.model;
  expect(readConverseRequest(body, facts('/model/m/converse'))?.isStreaming).toBe(false);
  expect(model('arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fabc')).toBe(
    'arn:aws:bedrock:us-east-1:1:inference-profile/abc',
  );
  expect(model('arn:aws:bedrock:us-east-1:1:inference-profile/abc')).toBe(
    'arn:aws:bedrock:us-east-1:1:inference-profile/abc',
  );
  expect(model('50%-off')).toBe('50%-off');
});

test('a body that is no conversation is none; a damaged one is read as far as it goes', () => {
  for (const body of [null, 'x', [], {}, { messages: 'x' }]) expect(readConverseRequest(body, facts(path))).toBeNull();
  const reading = readConverseRequest(
    { messages: [null, 'x', { role: 7, content: [null, { toolUse: 1 }] }], toolConfig: [] },
    facts(path),
  );
  expect(reading?.messages.map((message) => message.parts.length)).toEqual([1, 1, 2]);
});
