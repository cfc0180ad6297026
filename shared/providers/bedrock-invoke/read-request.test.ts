import { expect, test } from 'vitest';
import type { RequestFacts } from '../adapter.ts';
import { readInvokeRequest } from './read-request.ts';

const facts = (model: string, method = 'invoke-with-response-stream'): RequestFacts => ({
  method: 'POST',
  path: `/model/${model}/${method}`,
  query: '',
  header: () => null,
  defaultFormat: 'unknown',
});

/** Roles and texts, what most of a conversation is. */
const turns = (body: unknown, model = 'm'): unknown =>
  readInvokeRequest(body, facts(model))?.messages.map(({ role, parts, path }) => [
    role,
    path,
    parts.map((part) => ('text' in part ? part.text : part.kind)).join(),
  ]);

test.each([
  [
    'Claude',
    'anthropic.claude-3-sonnet-20240229-v1%3A0',
    {
      anthropic_version: 'bedrock-2023-05-31',
      system: 'Brief.',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
    },
    [
      ['system', 'system', 'Brief.'],
      ['user', 'messages[0]', 'Hi'],
    ],
  ],
  [
    'Nova',
    'amazon.nova-lite-v1%3A0',
    {
      schemaVersion: 'messages-v1',
      system: [{ text: 'Brief.' }],
      messages: [{ role: 'user', content: [{ text: 'Hi' }] }],
    },
    [
      ['system', 'system', 'Brief.'],
      ['user', 'messages[0]', 'Hi'],
    ],
  ],
  [
    'OpenAI’s chat',
    'openai.gpt-oss-20b-1%3A0',
    {
      messages: [
        { role: 'system', content: 'Brief.' },
        { role: 'user', content: 'Hi' },
      ],
    },
    [
      ['system', 'messages[0]', 'Brief.'],
      ['user', 'messages[1]', 'Hi'],
    ],
  ],
  ['Titan', 'amazon.titan-text-lite-v1', { inputText: 'Hi', textGenerationConfig: {} }, [['user', 'inputText', 'Hi']]],
  ['Llama', 'meta.llama3-8b-instruct-v1%3A0', { prompt: 'Hi', max_gen_len: 9 }, [['user', 'prompt', 'Hi']]],
  [
    'Command R',
    'cohere.command-r-v1%3A0',
    {
      preamble: 'Brief.',
      chat_history: [
        { role: 'USER', message: 'A' },
        { role: 'CHATBOT', message: 'B' },
      ],
      message: 'C',
    },
    [
      ['system', 'preamble', 'Brief.'],
      ['user', 'chat_history[0]', 'A'],
      ['assistant', 'chat_history[1]', 'B'],
      ['user', 'message', 'C'],
    ],
  ],
  [
    'Cohere Embed',
    'cohere.embed-english-v3',
    { texts: ['A', 'B'] },
    [
      ['user', 'texts[0]', 'A'],
      ['user', 'texts[1]', 'B'],
    ],
  ],
  [
    'an image model',
    'amazon.nova-canvas-v1%3A0',
    { textToImageParams: { text: 'A cat' } },
    [['user', 'textToImageParams.text', 'A cat']],
  ],
])('a request to %s is read in its own words', (_family, model, body, expected) => {
  expect(turns(body, model)).toEqual(expected);
});

test('model and streaming come from the path, parameters from the body', () => {
  const body = { prompt: 'Hi', max_gen_len: 9, temperature: 0 };
  expect(readInvokeRequest(body, facts('meta.llama3-8b-instruct-v1%3A0'))).toMatchObject({
    model: 'meta.llama3-8b-instruct-v1:0',
    isStreaming: true,
    parameters: [
      { name: 'max_gen_len', value: 9 },
      { name: 'temperature', value: 0 },
    ],
  });
  expect(readInvokeRequest(body, facts('m', 'invoke'))?.isStreaming).toBe(false);
});

test('Command R’s tools', () => {
  const tools = [{ name: 'map', description: 'Shows', parameter_definitions: { at: { type: 'str' } } }];
  expect(readInvokeRequest({ message: 'Hi', tools }, facts('m'))?.tools).toEqual([
    { name: 'map', description: 'Shows', schema: { at: { type: 'str' } }, path: 'tools[0]' },
  ]);
});

test('what is no request of a model is none', () => {
  for (const body of [null, [], 'x', {}, { prompt: 1 }, { messages: 1 }])
    expect(readInvokeRequest(body, facts('m'))).toBeNull();
});
