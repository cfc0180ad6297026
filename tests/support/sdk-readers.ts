/** What the official SDKs make of a body, read without a network: an SDK client whose `fetch` answers with our bytes. */
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { withoutAddedFields } from './fixtures.ts';

export type CannedAnswer = {
  readonly body: string;
  readonly status?: number;
  readonly contentType?: string;
};

/** The SDK's result as plain JSON, or the error it raised. */
export type SdkOutcome =
  | { readonly final: unknown; readonly error: null }
  | { readonly final: null; readonly error: Error };

function cannedFetch(answer: CannedAnswer): () => Promise<Response> {
  const headers = { 'content-type': answer.contentType ?? 'text/event-stream', 'x-request-id': 'req_test' };
  return async () => new Response(answer.body, { status: answer.status ?? 200, headers });
}

async function outcomeOf(run: () => Promise<unknown>): Promise<SdkOutcome> {
  try {
    const final = withoutAddedFields(JSON.parse(JSON.stringify(await run())));
    return { final, error: null };
  } catch (error) {
    return { final: null, error: error as Error };
  }
}

const silent = { logLevel: 'off', maxRetries: 0, apiKey: 'test' } as const;

/** `chat.completions.stream().finalChatCompletion()`. `Client`: of another release. */
export function readWithOpenai(answer: CannedAnswer, Client = OpenAI): Promise<SdkOutcome> {
  const client = new Client({ ...silent, fetch: cannedFetch(answer) });
  const request = { model: 'test', messages: [{ role: 'user' as const, content: 'hi' }] };
  return outcomeOf(() => client.chat.completions.stream(request).finalChatCompletion());
}

/** `responses.stream().finalResponse()`; for a plain JSON body `responses.create()`. */
export function readResponsesWithOpenai(answer: CannedAnswer, Client = OpenAI): Promise<SdkOutcome> {
  const client = new Client({ ...silent, fetch: cannedFetch(answer) });
  const request = { model: 'test', input: 'hi' };
  if (answer.contentType === 'application/json') return outcomeOf(() => client.responses.create(request));
  return outcomeOf(() => client.responses.stream(request).finalResponse());
}

/** `completions.create()`: every chunk of a stream, or the object of a plain JSON body. */
export function readCompletionsWithOpenai(answer: CannedAnswer): Promise<SdkOutcome> {
  const client = new OpenAI({ ...silent, fetch: cannedFetch(answer) });
  const request = { model: 'test', prompt: 'hi' };
  if (answer.contentType === 'application/json') return outcomeOf(() => client.completions.create(request));
  return outcomeOf(async () => {
    const chunks: unknown[] = [];
    for await (const chunk of await client.completions.create({ ...request, stream: true })) chunks.push(chunk);
    return chunks;
  });
}

/** `beta.messages.stream().finalMessage()`: the accumulator that knows every block. */
export function readWithAnthropic(answer: CannedAnswer): Promise<SdkOutcome> {
  const client = new Anthropic({ ...silent, fetch: cannedFetch(answer) });
  const request = { model: 'test', max_tokens: 10, messages: [{ role: 'user' as const, content: 'hi' }] };
  return outcomeOf(() => client.beta.messages.stream(request).finalMessage());
}
