import { describe, expect, it, test } from 'vitest';
import type { RequestMessage, RequestReading } from '../../model/request-reading.ts';
import { readResponsesRequest } from './read-request.ts';

function read(body: object): RequestReading {
  const reading = readResponsesRequest(body);
  if (reading === null) throw new Error('no request');
  return reading;
}

function messagesOf(input: unknown): readonly RequestMessage[] {
  return read({ input }).messages;
}

test('a string is one message of the user, instructions come before it', () => {
  const reading = read({
    model: 'gpt-5',
    stream: true,
    instructions: 'Be brief.',
    input: 'Hi',
    previous_response_id: 'resp_0',
    conversation: { id: 'conv_1' },
    temperature: 1,
  });
  expect(reading).toMatchObject({ model: 'gpt-5', isStreaming: true });
  expect(reading.messages).toEqual([
    {
      role: 'system',
      name: null,
      parts: [{ kind: 'text', text: 'Be brief.' }],
      hasCacheMarker: false,
      path: 'instructions',
    },
    { role: 'user', name: null, parts: [{ kind: 'text', text: 'Hi' }], hasCacheMarker: false, path: 'input' },
  ]);
  expect(reading.parameters).toEqual([
    { name: 'previous_response_id', value: 'resp_0' },
    { name: 'conversation', value: { id: 'conv_1' } },
    { name: 'temperature', value: 1 },
  ]);
});

test('messages with and without a type, and their roles', () => {
  const messages = messagesOf([
    { role: 'developer', content: 'Rules' },
    { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
    {
      type: 'message',
      role: 'assistant',
      content: [
        { type: 'output_text', text: 'Yo' },
        { type: 'refusal', refusal: 'No' },
      ],
    },
    'bare',
  ]);
  expect(messages.map(({ role, parts, path }) => [role, parts, path])).toEqual([
    ['system', [{ kind: 'text', text: 'Rules' }], 'input[0]'],
    ['user', [{ kind: 'text', text: 'Hi' }], 'input[1]'],
    [
      'assistant',
      [
        { kind: 'text', text: 'Yo' },
        { kind: 'text', text: 'No' },
      ],
      'input[2]',
    ],
    ['user', [{ kind: 'text', text: 'bare' }], 'input[3]'],
  ]);
});

test('images, files and sound', () => {
  const [message] = messagesOf([
    {
      role: 'user',
      content: [
        { type: 'input_image', image_url: 'data:image/png;base64,QQ==' },
        { type: 'input_image', file_id: 'file_1' },
        { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,Qg==' },
        { type: 'input_file', file_url: 'https://example.org/b.pdf' },
        { type: 'input_audio', input_audio: { format: 'wav', data: 'Qw==' } },
        { type: 'hologram', x: 1 },
      ],
    },
  ]);
  expect(message?.parts).toEqual([
    { kind: 'image', mediaType: 'image/png', data: 'QQ==', url: null, name: null },
    { kind: 'image', mediaType: null, data: null, url: null, name: 'file_1' },
    { kind: 'file', mediaType: 'application/pdf', data: 'Qg==', url: null, name: 'a.pdf' },
    { kind: 'file', mediaType: null, data: null, url: 'https://example.org/b.pdf', name: null },
    { kind: 'audio', mediaType: 'audio/wav', data: 'Qw==', url: null, name: null },
    { kind: 'other', label: 'hologram', native: { type: 'hologram', x: 1 } },
  ]);
});

describe('earlier turns', () => {
  it('calls are the assistant, outputs the tool', () => {
    const messages = messagesOf([
      { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{"a":1}' },
      { type: 'function_call_output', call_id: 'c1', output: '42' },
      { type: 'custom_tool_call', call_id: 'c2', name: 'sql', input: 'SELECT 1' },
      { type: 'custom_tool_call_output', call_id: 'c2', output: [{ type: 'input_text', text: 'one' }] },
    ]);
    expect(messages.map(({ role, parts }) => [role, parts[0]])).toEqual([
      ['assistant', { kind: 'tool-call', id: 'c1', name: 'f', input: { a: 1 } }],
      ['tool', { kind: 'tool-result', toolCallId: 'c1', name: null, text: '42', isError: false }],
      ['assistant', { kind: 'tool-call', id: 'c2', name: 'sql', input: 'SELECT 1' }],
      ['tool', { kind: 'tool-result', toolCallId: 'c2', name: null, text: 'one', isError: false }],
    ]);
  });

  it('a screenshot is an image beside its result', () => {
    const [message] = messagesOf([
      {
        type: 'computer_call_output',
        call_id: 'c',
        output: { type: 'computer_screenshot', image_url: 'data:image/png;base64,QQ==' },
      },
    ]);
    expect(message?.parts).toEqual([
      { kind: 'tool-result', toolCallId: 'c', name: 'computer_call', text: '', isError: false },
      { kind: 'image', mediaType: 'image/png', data: 'QQ==', url: null, name: null },
    ]);
  });

  it('an output of text and image is both', () => {
    const [message] = messagesOf([
      {
        type: 'function_call_output',
        call_id: 'c',
        output: [
          { type: 'input_text', text: 'see' },
          { type: 'input_image', image_url: 'data:image/png;base64,QQ==' },
        ],
      },
    ]);
    expect(message?.parts.map((part) => part.kind)).toEqual(['tool-result', 'image']);
    expect(message?.parts[0]).toMatchObject({ text: 'see' });
  });

  it('shell output is its JSON, hosted calls bring their result', () => {
    const messages = messagesOf([
      {
        type: 'shell_call_output',
        call_id: 'c',
        output: [{ stdout: 'a', stderr: '', outcome: { type: 'exit', exit_code: 0 } }],
      },
      { type: 'mcp_call', id: 'm', name: 'ask', arguments: '{}', output: 'found' },
      { type: 'web_search_call', id: 'w', action: { type: 'search', query: 'cats' } },
    ]);
    expect(messages[0]?.parts[0]).toMatchObject({
      kind: 'tool-result',
      name: 'shell_call',
      text: expect.stringContaining('"stdout":"a"'),
    });
    expect(messages[1]?.parts).toEqual([
      { kind: 'tool-call', id: 'm', name: 'ask', input: {} },
      { kind: 'tool-result', toolCallId: 'm', name: 'ask', text: 'found', isError: false },
    ]);
    expect(messages[2]?.parts).toEqual([
      { kind: 'tool-call', id: 'w', name: 'web_search', input: { type: 'search', query: 'cats' } },
    ]);
  });

  it('reasoning is told, encrypted reasoning and references stay whole', () => {
    const encrypted = { type: 'reasoning', id: 'rs_2', summary: [], encrypted_content: 'gAAA' };
    const reference = { type: 'item_reference', id: 'msg_1' };
    const messages = messagesOf([
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Hm' }], encrypted_content: 'gAAA' },
      encrypted,
      reference,
    ]);
    expect(messages.map((message) => message.parts)).toEqual([
      [{ kind: 'reasoning', text: 'Hm' }],
      [{ kind: 'other', label: 'reasoning', native: encrypted }],
      [{ kind: 'other', label: 'item_reference', native: reference }],
    ]);
  });
});

test('tools of all kinds', () => {
  const schema = { type: 'object' };
  const { tools } = read({
    input: 'x',
    tools: [
      { type: 'function', name: 'f', description: 'F', parameters: schema, strict: true },
      { type: 'custom', name: 'sql', format: { type: 'grammar' } },
      { type: 'web_search' },
      { type: 'mcp', server_label: 'wiki', server_description: 'A wiki', server_url: 'https://example.org' },
      { type: 'namespace', name: 'crm', tools: [{ type: 'function', name: 'find', parameters: schema }] },
      { type: 'function', function: { name: 'nested', parameters: schema } },
    ],
  });
  expect(tools).toEqual([
    { name: 'f', description: 'F', schema, path: 'tools[0]' },
    { name: 'sql', description: null, schema: { type: 'grammar' }, path: 'tools[1]' },
    { name: 'web_search', description: null, schema: null, path: 'tools[2]' },
    { name: 'wiki', description: 'A wiki', schema: null, path: 'tools[3]' },
    { name: 'find', description: null, schema, path: 'tools[4].tools[0]' },
    { name: 'nested', description: null, schema, path: 'tools[5]' },
  ]);
});

test.each([null, 'text', [], {}, { messages: [] }])('%j is no request of this format', (body) => {
  expect(readResponsesRequest(body)).toBeNull();
});

test('a stored prompt or the last response may stand for the input', () => {
  expect(read({ prompt: { id: 'pmpt_1' } }).messages).toEqual([]);
  expect(read({ previous_response_id: 'resp_1' }).messages).toEqual([]);
});

test('input that is anything else does not throw', () => {
  for (const input of [null, 5, {}, [null, 5, [], { type: 5 }, { content: 5 }, { type: 'function_call' }]]) {
    expect(() => read({ input, instructions: 5, tools: [null, 5] })).not.toThrow();
  }
});
