/** generateContent requests read as a conversation. */
import { expect, it } from 'vitest';
import type { RequestReading } from '../../model/request-reading.ts';
import { readGenerateRequest } from './read-request.ts';

function read(body: unknown, path = '/v1beta/models/gemini-test:streamGenerateContent'): RequestReading | null {
  return readGenerateRequest(body, { method: 'POST', path, query: '', header: () => null, defaultFormat: 'unknown' });
}

it('reads roles, parts of every kind, tools and settings', () => {
  const reading = read({
    systemInstruction: { parts: [{ text: 'Be brief.' }] },
    contents: [
      {
        role: 'user',
        parts: [
          { text: 'Look:' },
          { inlineData: { mimeType: 'image/png', data: 'iVBO' } },
          { fileData: { mimeType: 'application/pdf', fileUri: 'https://files.example/1' } },
          { inlineData: { mimeType: 'audio/wav', data: 'AAAA' } },
          { hologram: 1 },
        ],
      },
      {
        role: 'model',
        parts: [
          { text: 'Hm', thought: true, thoughtSignature: 'S' },
          { functionCall: { id: 'c', name: 'look', args: { a: 1 } } },
          { executableCode: { language: 'PYTHON', code: '1' } },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { id: 'c', name: 'look', response: { output: 'seen' } } },
          { functionResponse: { name: 'look', response: { error: 'no' } } },
        ],
      },
    ],
    tools: [
      { functionDeclarations: [{ name: 'look', description: 'Looks', parameters: { type: 'OBJECT' } }] },
      { googleSearch: {}, codeExecution: {} },
    ],
    generationConfig: { temperature: 0, thinkingConfig: { includeThoughts: true } },
    safetySettings: [],
  });
  expect(reading?.model).toBe('gemini-test');
  expect(reading?.isStreaming).toBe(true);
  expect(reading?.messages.map(({ role, path }) => [role, path])).toEqual([
    ['system', 'systemInstruction'],
    ['user', 'contents[0]'],
    ['assistant', 'contents[1]'],
    ['tool', 'contents[2]'],
  ]);
  expect(reading?.messages[1]?.parts).toEqual([
    { kind: 'text', text: 'Look:' },
    { kind: 'image', mediaType: 'image/png', data: 'iVBO', url: null, name: null },
    { kind: 'file', mediaType: 'application/pdf', data: null, url: 'https://files.example/1', name: null },
    { kind: 'audio', mediaType: 'audio/wav', data: 'AAAA', url: null, name: null },
    { kind: 'other', label: 'hologram', native: { hologram: 1 } },
  ]);
  expect(reading?.messages[2]?.parts).toEqual([
    { kind: 'reasoning', text: 'Hm' },
    { kind: 'tool-call', id: 'c', name: 'look', input: { a: 1 } },
    { kind: 'tool-call', id: null, name: 'code_execution', input: { language: 'PYTHON', code: '1' } },
  ]);
  expect(reading?.messages[3]?.parts).toEqual([
    { kind: 'tool-result', toolCallId: 'c', name: 'look', text: 'seen', isError: false },
    { kind: 'tool-result', toolCallId: null, name: 'look', text: '{"error":"no"}', isError: true },
  ]);
  expect(reading?.tools).toEqual([
    { name: 'look', description: 'Looks', schema: { type: 'OBJECT' }, path: 'tools[0].functionDeclarations[0]' },
    { name: 'googleSearch', description: null, schema: null, path: 'tools[1].googleSearch' },
    { name: 'codeExecution', description: null, schema: null, path: 'tools[1].codeExecution' },
  ]);
  expect(reading?.parameters).toEqual([
    { name: 'temperature', value: 0 },
    { name: 'thinkingConfig', value: { includeThoughts: true } },
    { name: 'safetySettings', value: [] },
  ]);
});

it('reads the other spelling, and what may stand without its list', () => {
  const reading = read(
    {
      system_instruction: { parts: { text: 'S' } },
      contents: {
        parts: [{ inline_data: { mime_type: 'image/png', data: 'iVBO' } }, { function_call: { name: 'f' } }],
      },
      tools: { function_declarations: [{ name: 'f', parameters_json_schema: { type: 'object' } }] },
      generation_config: { top_k: 1 },
    },
    '/v1beta/models/gemini-test:generateContent',
  );
  expect(reading).toMatchObject({
    isStreaming: false,
    messages: [
      { role: 'system', parts: [{ kind: 'text', text: 'S' }] },
      {
        role: 'user',
        parts: [
          { kind: 'image', mediaType: 'image/png', data: 'iVBO' },
          { kind: 'tool-call', name: 'f', input: {} },
        ],
      },
    ],
    tools: [{ name: 'f', schema: { type: 'object' } }],
    parameters: [{ name: 'top_k', value: 1 }],
  });
});

it('reads what Gemini CLI sends to Code Assist', () => {
  const reading = read(
    { model: 'gemini-2.5-pro', project: 'p', request: { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] } },
    '/v1internal:streamGenerateContent',
  );
  expect(reading).toMatchObject({
    model: 'gemini-2.5-pro',
    isStreaming: true,
    messages: [{ role: 'user', path: 'request.contents[0]' }],
    parameters: [{ name: 'project', value: 'p' }],
  });
});

it('is none without contents, and survives odd ones', () => {
  expect([read(null), read([]), read({ model: 'x' })]).toEqual([null, null, null]);
  for (const contents of ['hi', [null, 7, { parts: 'x' }, { parts: [null, 'text', { functionResponse: [] }] }], {}]) {
    expect(read({ contents, tools: [null, 7, { functionDeclarations: 'x' }] })).not.toBeNull();
  }
});
