import { expect, test } from 'vitest';
import { type DecodedBody, decodeBody } from '../../reconstruct/decode-body.ts';
import { ollamaGenerateAdapter } from './adapter.ts';

function decode(...chunks: readonly object[]): DecodedBody {
  const body = new TextEncoder().encode(chunks.map((chunk) => `${JSON.stringify(chunk)}\n`).join(''));
  return decodeBody({ format: 'ollama-generate', contentType: 'application/x-ndjson', body });
}

const head = { model: 'gemma3', created_at: '2026-01-01T00:00:00Z' };
const done = { ...head, response: '', done: true, done_reason: 'stop', context: [1, 2], eval_count: 3 };

test('thinking and response are joined, the last chunk gives the rest', () => {
  const { completion, native } = decode(
    { ...head, response: '', thinking: 'Hm', done: false },
    { ...head, response: 'Hel', done: false },
    { ...head, response: 'lo', done: false },
    done,
  );
  expect(completion.choices[0]).toMatchObject({ text: 'Hello', reasoning: 'Hm', finishReason: 'stop' });
  expect(native).toEqual({ ...done, response: 'Hello', thinking: 'Hm' });
});

test('a drawing tells its progress and arrives as an image', () => {
  const { records, rich, native } = decode(
    { ...head, completed: 1, total: 8, done: false },
    { ...head, image: 'aGk=', done: true, done_reason: 'stop' },
  );
  expect(records.map(({ type, reading }) => [type, reading])).toEqual([
    ['progress', '1 of 8'],
    ['image', '1 image'],
  ]);
  expect(rich.choices[0]?.blocks).toMatchObject([{ kind: 'image', text: 'aGk=' }]);
  expect(native).toMatchObject({ image: 'aGk=', done: true });
});

test('a request is a system and a user message', () => {
  const facts = {
    method: 'POST',
    path: '/api/generate',
    query: '',
    header: () => null,
    defaultFormat: 'unknown',
  } as const;
  const reading = ollamaGenerateAdapter.readRequest(
    { model: 'm', prompt: 'Hi', system: '', images: ['aGk='], suffix: 's' },
    facts,
  );
  expect(reading?.messages).toMatchObject([
    { role: 'user', path: 'prompt', parts: [{ text: 'Hi' }, { kind: 'image' }] },
  ]);
  expect(reading?.parameters).toEqual([{ name: 'suffix', value: 's' }]);
  expect(ollamaGenerateAdapter.readRequest([], facts)).toBeNull();
});

test('our notice is a chunk of text and an end', () => {
  const notice = ollamaGenerateAdapter.errors.completionNotice('cut', 'ndjson', null) ?? '';
  const chunks = notice
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(chunks).toMatchObject([
    { response: 'cut', done: false },
    { response: '', done: true },
  ]);
});
