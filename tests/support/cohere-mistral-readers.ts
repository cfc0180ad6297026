/** What `cohere-ai` and `@mistralai/mistralai` make of a whole answer, read without a network. */
import { HTTPClient, Mistral } from '@mistralai/mistralai';
import { CohereClient, CohereClientV2 } from 'cohere-ai';

function answer(body: object): () => Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return async () => new Response(JSON.stringify(body), { status: 200, headers });
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

/** `chat.complete()`. */
export async function readWithMistral(body: object): Promise<unknown> {
  const client = new Mistral({ apiKey: 'test', httpClient: new HTTPClient({ fetcher: answer(body) }) });
  return plain(await client.chat.complete({ model: 'test', messages: [{ role: 'user', content: 'hi' }] }));
}
