/** What `@mistralai/mistralai` makes of an answer, read without a network. */
import { HTTPClient, Mistral } from '@mistralai/mistralai';

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

/** `chat.complete()`. */
export async function readWithMistral(body: object): Promise<unknown> {
  const client = new Mistral({ apiKey: 'test', httpClient: new HTTPClient({ fetcher: answer(body) }) });
  return plain(await client.chat.complete({ model: 'test', messages: [{ role: 'user', content: 'hi' }] }));
}

/** The text that `chat.stream()` gives; rejects where the SDK does. */
export async function streamWithMistral(text: string): Promise<string> {
  const client = new Mistral({ apiKey: 'test', httpClient: new HTTPClient({ fetcher: streamAnswer(text) }) });
  let said = '';
  for await (const { data } of await client.chat.stream({
    model: 'test',
    messages: [{ role: 'user', content: 'hi' }],
  })) {
    const content = data.choices[0]?.delta.content;
    if (typeof content === 'string') said += content;
  }
  return said;
}
