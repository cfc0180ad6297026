/** Interactions requests read as a conversation. */
import { expect, it } from 'vitest';
import { readInteractionRequest } from './read-request.ts';

it('reads a plain text, settings and tools', () => {
  const reading = readInteractionRequest({
    model: 'gemini-test',
    input: 'hi',
    stream: true,
    system_instruction: 'Be brief.',
    generation_config: { temperature: 0 },
    previous_interaction_id: 'v1_x',
    tools: [
      { type: 'function', name: 'look', description: 'Looks', parameters: { type: 'object' } },
      { type: 'google_search' },
    ],
  });
  expect(reading).toEqual({
    model: 'gemini-test',
    isStreaming: true,
    messages: [
      {
        role: 'system',
        name: null,
        parts: [{ kind: 'text', text: 'Be brief.' }],
        hasCacheMarker: false,
        path: 'system_instruction',
      },
      { role: 'user', name: null, parts: [{ kind: 'text', text: 'hi' }], hasCacheMarker: false, path: 'input' },
    ],
    tools: [
      { name: 'look', description: 'Looks', schema: { type: 'object' }, path: 'tools[0]' },
      { name: 'google_search', description: null, schema: null, path: 'tools[1]' },
    ],
    parameters: [
      { name: 'temperature', value: 0 },
      { name: 'previous_interaction_id', value: 'v1_x' },
    ],
  });
});

it('plain contents are one message', () => {
  const input = [
    { type: 'text', text: 'Look:' },
    { type: 'image', data: 'iVBO', mime_type: 'image/png' },
    { type: 'document', uri: 'https://files.example/1', mime_type: 'application/pdf' },
  ];
  expect(readInteractionRequest({ agent: 'deep-research', input })).toMatchObject({
    model: 'deep-research',
    isStreaming: false,
    messages: [
      {
        role: 'user',
        path: 'input',
        parts: [
          { kind: 'text', text: 'Look:' },
          { kind: 'image', mediaType: 'image/png', data: 'iVBO' },
          { kind: 'file', mediaType: 'application/pdf', url: 'https://files.example/1' },
        ],
      },
    ],
  });
});

it('turns and steps are one message each', () => {
  const input = [
    { role: 'user', content: 'hi' },
    { role: 'model', content: [{ type: 'text', text: 'hello' }] },
    { type: 'user_input', content: [{ type: 'text', text: 'look' }] },
    { type: 'thought', summary: [{ type: 'text', text: 'Hm' }], signature: 'S' },
    { type: 'function_call', id: 'c', name: 'look', arguments: { a: 1 } },
    { type: 'function_result', call_id: 'c', name: 'look', result: [{ type: 'text', text: 'seen' }] },
    { type: 'google_search_result', call_id: 's', result: { x: 1 }, is_error: true },
    { type: 'model_output', content: [{ type: 'text', text: 'done' }] },
    { type: 'hologram' },
  ];
  const messages = readInteractionRequest({ model: 'm', input })?.messages ?? [];
  expect(messages.map((message) => [message.role, message.path, message.parts[0]])).toEqual([
    ['user', 'input[0]', { kind: 'text', text: 'hi' }],
    ['assistant', 'input[1]', { kind: 'text', text: 'hello' }],
    ['user', 'input[2]', { kind: 'text', text: 'look' }],
    ['assistant', 'input[3]', { kind: 'reasoning', text: 'Hm' }],
    ['assistant', 'input[4]', { kind: 'tool-call', id: 'c', name: 'look', input: { a: 1 } }],
    ['tool', 'input[5]', { kind: 'tool-result', toolCallId: 'c', name: 'look', text: 'seen', isError: false }],
    [
      'tool',
      'input[6]',
      { kind: 'tool-result', toolCallId: 's', name: 'google_search', text: '{"x":1}', isError: true },
    ],
    ['assistant', 'input[7]', { kind: 'text', text: 'done' }],
    ['user', 'input[8]', { kind: 'other', label: 'hologram', native: { type: 'hologram' } }],
  ]);
});

it('is none without input, and survives odd ones', () => {
  expect([readInteractionRequest(null), readInteractionRequest({ model: 'm' })]).toEqual([null, null]);
  for (const input of [[], {}, 7, [null, 7], { type: 'text' }, [{ role: 'model', content: 7 }]]) {
    expect(readInteractionRequest({ input, tools: [null, 'x'], generation_config: 7 })).not.toBeNull();
  }
});
