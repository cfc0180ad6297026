/** What `cohere-ai` makes of an answer, read without a network. */
import { CohereClient, CohereClientV2 } from 'cohere-ai';

function answer(body: object): () => Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return async () => new Response(JSON.stringify(body), { status: 200, headers });
}

function streamAnswer(text: string): () => Promise<Response> {
  const headers = { 'content-type': 'text/event-stream' };
  return async () => new Response(text, { status: 200, headers });
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

/** `v2.chat()`. */
export async function readWithCohere(body: object): Promise<unknown> {
  const client = new CohereClientV2({ token: 'test', fetch: answer(body) });
  return plain(await client.chat({ model: 'test', messages: [{ role: 'user', content: 'hi' }] }));
}

/** `v1.chat()`. */
export async function readWithCohereV1(body: object): Promise<unknown> {
  const client = new CohereClient({ token: 'test', fetch: answer(body) });
  return plain(await client.chat({ message: 'hi' }));
}

/** The text and the last finish reason and error that `v2.chatStream()` gives. */
export async function streamWithCohere(text: string): Promise<unknown> {
  const client = new CohereClientV2({ token: 'test', fetch: streamAnswer(text) });
  let said = '';
  let end: unknown = null;
  for await (const event of await client.chatStream({ model: 'test', messages: [{ role: 'user', content: 'hi' }] })) {
    if (event.type === 'content-delta') said += event.delta?.message?.content?.text ?? '';
    if (event.type === 'message-end') end = plain(event.delta);
  }
  return { said, end };
}
