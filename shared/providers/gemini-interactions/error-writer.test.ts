/** Our errors and endings against `@google/genai`: it must hand out our events as its own. */
import { GoogleGenAI, type Interactions } from '@google/genai';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ProviderError } from '../../model/delta.ts';
import { decodeBody } from '../../reconstruct/decode-body.ts';
import { interactionsErrorWriter } from './error-writer.ts';

const error: ProviderError = {
  type: 'wirelens_upstream_closed',
  message: 'The upstream closed the connection.',
  status: 502,
  requestId: null,
  retryAfterSeconds: null,
};
const sse = (event: { readonly event_type: string }): string =>
  `event: ${event.event_type}\ndata: ${JSON.stringify(event)}\n\n`;
const resource = { id: 'v1_x', object: 'interaction', model: 'gemini-test', status: 'in_progress' };
const begun = [
  { event_type: 'interaction.created', interaction: resource },
  { event_type: 'step.start', index: 0, step: { type: 'model_output' } },
  { event_type: 'step.delta', index: 0, delta: { type: 'text', text: 'Hal' } },
]
  .map(sse)
  .join('');
const seen = {
  id: 'v1_x',
  model: 'gemini-test',
  createdAt: null,
  isStarted: true,
  openBlock: { index: 0, kind: 'text' },
  nextBlockIndex: 1,
};

afterEach(() => vi.unstubAllGlobals());

async function readWithSdk(body: string, status = 200, contentType = 'text/event-stream'): Promise<unknown[]> {
  vi.stubGlobal('fetch', async () => new Response(body, { status, headers: { 'content-type': contentType } }));
  const client = new GoogleGenAI({ apiKey: 'test' });
  const request = { model: 'gemini-test', input: 'hi', stream: true } as const;
  const events: Interactions.InteractionSSEEvent[] = [];
  const stream = await client.interactions.create(request, { maxRetries: 0 });
  for await (const event of stream) events.push(event);
  return events;
}

function decode(body: string): ReturnType<typeof decodeBody> {
  const bytes = new TextEncoder().encode(body);
  return decodeBody({ format: 'gemini-interactions', contentType: 'text/event-stream', body: bytes });
}

it('an error status raises the SDK class with our message', async () => {
  const raised = await readWithSdk(interactionsErrorWriter.errorBody(error), 404, 'application/json').catch(
    (fault: unknown) => fault,
  );
  expect(raised).toBeInstanceOf(Error);
  expect(JSON.stringify(raised) + String(raised)).toContain(error.message);
});

it('an error event in a running stream is the SDK’s own, and we read it as an error', async () => {
  const body = begun + interactionsErrorWriter.errorEvent(error, 'sse');
  expect((await readWithSdk(body)).at(-1)).toEqual({
    event_type: 'error',
    error: { code: error.type, message: error.message },
  });
  expect(decode(body).rich.error).toMatchObject({ type: error.type, message: error.message });
});

describe('completionNotice', () => {
  it('ends the open step, adds one with the text and completes the interaction', async () => {
    const body = begun + interactionsErrorWriter.completionNotice(' [cut]', 'sse', seen);
    expect((await readWithSdk(body)).at(-1)).toMatchObject({ interaction: { id: 'v1_x', status: 'completed' } });
    const decoded = decode(body);
    expect([decoded.end, decoded.problems, decoded.completion.choices[0]?.text]).toEqual(['complete', [], 'Hal [cut]']);
  });

  it('is a whole answer where nothing came before', () => {
    const decoded = decode(interactionsErrorWriter.completionNotice('gone', 'sse', null) ?? '');
    expect([decoded.end, decoded.completion.choices[0]?.text]).toEqual(['complete', 'gone']);
  });

  it('speaks the older words where the stream does', () => {
    const body = interactionsErrorWriter.completionNotice('x', 'sse', { ...seen, native: { outputs: [] } }) ?? '';
    expect(body).toContain('"event_type":"content.delta"');
    expect(body).toContain('"event_type":"interaction.complete"');
    expect(body).not.toContain('step');
  });

  it('cannot be said inside a document', () => {
    expect(interactionsErrorWriter.completionNotice('x', 'json', null)).toBeNull();
    expect(interactionsErrorWriter.errorEvent(error, 'json')).toBeNull();
  });
});
