/** Chat Completions requests read as a conversation. */
import { expect, it } from 'vitest';
import { readChatRequest } from './read-request.ts';

it('reads roles, parts, tool calls and results, tools and parameters', () => {
  const reading = readChatRequest({
    model: 'gpt-test',
    stream: true,
    temperature: 0,
    messages: [
      { role: 'developer', content: 'Be brief.' },
      {
        role: 'user',
        name: 'ann',
        content: [
          { type: 'text', text: 'Look:', cache_control: { type: 'ephemeral' } },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' } },
          { type: 'image_url', image_url: { url: 'https://example.org/a.png' } },
          { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
          { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' } },
          { type: 'hologram', x: 1 },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'look', arguments: '{"a":1}' } }],
      },
      { role: 'tool', tool_call_id: 'c', content: 'seen' },
    ],
    tools: [{ type: 'function', function: { name: 'look', description: 'Looks', parameters: { type: 'object' } } }],
    stream_options: { include_usage: true },
  });
  expect(reading).toEqual({
    model: 'gpt-test',
    isStreaming: true,
    messages: [
      {
        role: 'system',
        name: null,
        parts: [{ kind: 'text', text: 'Be brief.' }],
        hasCacheMarker: false,
        path: 'messages[0]',
      },
      {
        role: 'user',
        name: 'ann',
        parts: [
          { kind: 'text', text: 'Look:' },
          { kind: 'image', mediaType: 'image/png', data: 'iVBO', url: null, name: null },
          { kind: 'image', mediaType: null, data: null, url: 'https://example.org/a.png', name: null },
          { kind: 'audio', mediaType: 'audio/wav', data: 'AAAA', url: null, name: null },
          { kind: 'file', mediaType: 'application/pdf', data: 'JVBE', url: null, name: 'a.pdf' },
          { kind: 'other', label: 'hologram', native: { type: 'hologram', x: 1 } },
        ],
        hasCacheMarker: true,
        path: 'messages[1]',
      },
      {
        role: 'assistant',
        name: null,
        parts: [{ kind: 'tool-call', id: 'c', name: 'look', input: { a: 1 } }],
        hasCacheMarker: false,
        path: 'messages[2]',
      },
      {
        role: 'tool',
        name: null,
        parts: [{ kind: 'tool-result', toolCallId: 'c', name: null, text: 'seen', isError: false }],
        hasCacheMarker: false,
        path: 'messages[3]',
      },
    ],
    tools: [{ name: 'look', description: 'Looks', schema: { type: 'object' }, path: 'tools[0]' }],
    parameters: [
      { name: 'temperature', value: 0 },
      { name: 'stream_options', value: { include_usage: true } },
    ],
  });
});

it('a body without messages is no conversation', () => {
  expect(readChatRequest({ prompt: 'x' })).toBeNull();
  expect(readChatRequest(null)).toBeNull();
});

it('messages of any shape are read as far as they go', () => {
  const reading = readChatRequest({
    messages: [null, 'x', { role: 7, content: [3, { type: 'text' }] }],
    tools: [1, null],
  });
  expect(reading?.messages.map((message) => message.role)).toEqual(['user', 'user', 'user']);
  expect(reading?.tools).toHaveLength(2);
});
