/** Our errors and endings against `@google/genai`: it must raise its ApiError, or accept the ending. */
import { ApiError, type GenerateContentResponse, GoogleGenAI } from '@google/genai';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dataEvents } from '../../../tests/support/canned-streams.ts';
import type { ProviderError } from '../../model/delta.ts';
import { decodeBody } from '../../reconstruct/decode-body.ts';
import { geminiErrorWriter } from './error-writer.ts';

const error: ProviderError = {
  type: 'wirelens_upstream_closed',
  message: 'The upstream closed the connection.',
  status: 502,
  requestId: null,
  retryAfterSeconds: null,
};
const begun = dataEvents({ candidates: [{ content: { role: 'model', parts: [{ text: 'Hal' }] } }], responseId: 'r1' });

afterEach(() => vi.unstubAllGlobals());

/** All chunks that the SDK gives for this body, or the error it raises. */
async function readWithSdk(
  body: string,
  status = 200,
  contentType = 'text/event-stream',
): Promise<GenerateContentResponse[]> {
  vi.stubGlobal('fetch', async () => new Response(body, { status, headers: { 'content-type': contentType } }));
  const client = new GoogleGenAI({ apiKey: 'test', httpOptions: { retryOptions: { attempts: 1 } } });
  const stream = await client.models.generateContentStream({ model: 'gemini-test', contents: 'hi' });
  const chunks: GenerateContentResponse[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

describe('errorBody', () => {
  it.each([
    [503, 'UNAVAILABLE'],
    [404, 'NOT_FOUND'],
    [418, 'UNAVAILABLE'],
  ])('status %i raises an ApiError and says %s', async (status, name) => {
    const body = geminiErrorWriter.errorBody({ ...error, status });
    const raised = await readWithSdk(body, status, 'application/json').catch((fault: unknown) => fault);
    expect(raised).toBeInstanceOf(ApiError);
    expect(raised).toMatchObject({ status });
    expect(JSON.parse((raised as ApiError).message)).toMatchObject({
      error: { code: status, message: error.message, status: name, details: [{ reason: error.type }] },
    });
  });
});

describe('errorEvent', () => {
  it('raises an ApiError in a running stream, and we read it as an error too', async () => {
    const body = begun + geminiErrorWriter.errorEvent(error, 'sse');
    const raised = await readWithSdk(body).catch((fault: unknown) => fault);
    expect(raised).toBeInstanceOf(ApiError);
    expect(raised).toMatchObject({ status: 502 });
    expect((raised as ApiError).message).toContain(error.message);
    const bytes = new TextEncoder().encode(body);
    const { rich } = decodeBody({ format: 'gemini-generate', contentType: 'text/event-stream', body: bytes });
    expect(rich.error).toMatchObject({ message: error.message, status: 502 });
  });

  it('cannot be said inside a document or an array', () => {
    for (const framing of ['json', 'json-array'] as const) {
      expect(geminiErrorWriter.errorEvent(error, framing)).toBeNull();
      expect(geminiErrorWriter.completionNotice('x', framing, null)).toBeNull();
    }
  });
});

describe('completionNotice', () => {
  it('is a last chunk that the SDK accepts, with the id and model of the stream', async () => {
    const seen = {
      id: 'r1',
      model: 'gemini-test',
      createdAt: null,
      isStarted: true,
      openBlock: null,
      nextBlockIndex: 0,
    };
    const chunks = await readWithSdk(begun + geminiErrorWriter.completionNotice(' [cut]', 'sse', seen));
    expect(chunks.map((chunk) => chunk.text).join('')).toBe('Hal [cut]');
    expect(chunks.at(-1)).toMatchObject({ responseId: 'r1', modelVersion: 'gemini-test' });
    expect(chunks.at(-1)?.candidates?.[0]?.finishReason).toBe('STOP');
  });

  it('stands in a wrapper where the stream came in one', () => {
    const seen = { id: 'r1', model: null, createdAt: null, isStarted: true, openBlock: null, nextBlockIndex: 0 };
    const native = { response: { candidates: [] }, traceId: 't' };
    expect(geminiErrorWriter.completionNotice('x', 'sse', { ...seen, native })).toMatch(
      /^data: {"response":{"candidates"/,
    );
    expect(geminiErrorWriter.completionNotice('x', 'sse', seen)).toMatch(/^data: {"candidates"/);
  });

  it('is a whole answer where nothing came before', async () => {
    const [only] = await readWithSdk(geminiErrorWriter.completionNotice('gone', 'sse', null) ?? '');
    expect(only?.text).toBe('gone');
  });
});
