/** Messages requests read as a conversation. */
import { expect, it } from 'vitest';
import { readMessagesRequest } from './read-request.ts';

it('reads system blocks, parts of all kinds, tools and parameters', () => {
  const reading = readMessagesRequest({
    model: 'claude-test',
    max_tokens: 100,
    stream: true,
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
    messages: [
      { role: 'user', content: 'Hi' },
      {
        role: 'user',
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBO' } },
          { type: 'image', source: { type: 'url', url: 'https://example.org/a.png' } },
          { type: 'document', title: 'Paper', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' } },
          { type: 'search_result', source: 'x' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm', signature: 's' },
          { type: 'tool_use', id: 't', name: 'look', input: { a: 1 } },
          { type: 'server_tool_use', id: 's', name: 'web_search', input: {} },
          { type: 'web_search_tool_result', tool_use_id: 's', content: { type: 'web_search_tool_result_error' } },
        ],
      },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 't',
            is_error: true,
            content: [{ type: 'text', text: 'no' }],
            cache_control: {},
          },
        ],
      },
    ],
    tools: [
      { name: 'look', description: 'Looks', input_schema: { type: 'object' } },
      { type: 'web_search_20250305', name: 'web_search' },
    ],
  });
  const plain = { name: null, hasCacheMarker: false };
  expect(reading).toEqual({
    model: 'claude-test',
    isStreaming: true,
    messages: [
      { ...plain, role: 'system', parts: [{ kind: 'text', text: 'Be brief.' }], hasCacheMarker: true, path: 'system' },
      { ...plain, role: 'user', parts: [{ kind: 'text', text: 'Hi' }], path: 'messages[0]' },
      {
        ...plain,
        role: 'user',
        path: 'messages[1]',
        parts: [
          { kind: 'image', mediaType: 'image/png', data: 'iVBO', url: null, name: null },
          { kind: 'image', mediaType: null, data: null, url: 'https://example.org/a.png', name: null },
          { kind: 'file', mediaType: 'application/pdf', data: 'JVBE', url: null, name: 'Paper' },
          { kind: 'other', label: 'search_result', native: { type: 'search_result', source: 'x' } },
        ],
      },
      {
        ...plain,
        role: 'assistant',
        path: 'messages[2]',
        parts: [
          { kind: 'reasoning', text: 'Hm' },
          { kind: 'tool-call', id: 't', name: 'look', input: { a: 1 } },
          { kind: 'tool-call', id: 's', name: 'web_search', input: {} },
          {
            kind: 'tool-result',
            toolCallId: 's',
            name: 'web_search_tool_result',
            text: '{"type":"web_search_tool_result_error"}',
            isError: false,
          },
        ],
      },
      {
        ...plain,
        role: 'user',
        path: 'messages[3]',
        parts: [{ kind: 'tool-result', toolCallId: 't', name: null, text: 'no', isError: true }],
        hasCacheMarker: true,
      },
    ],
    tools: [
      { name: 'look', description: 'Looks', schema: { type: 'object' }, path: 'tools[0]' },
      { name: 'web_search', description: null, schema: null, path: 'tools[1]' },
    ],
    parameters: [{ name: 'max_tokens', value: 100 }],
  });
});

it('a system string is a message of its own; a body without messages is no conversation', () => {
  expect(readMessagesRequest({ system: 'S', messages: [] })?.messages).toMatchObject([
    { role: 'system', path: 'system' },
  ]);
  expect(readMessagesRequest({ prompt: 'x' })).toBeNull();
});

it('messages of any shape are read as far as they go', () => {
  const reading = readMessagesRequest({
    messages: [null, 'x', { role: 3, content: [1, 'y', { type: 'image' }] }],
    tools: [null],
  });
  expect(reading?.messages).toHaveLength(3);
  expect(reading?.tools).toHaveLength(1);
});
