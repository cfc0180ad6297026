/** Hand-made streams: objects in, the text of an event stream out. */
import type { WireFormat } from '../../shared/model/wire-format.ts';
import { type DecodedBody, decodeBody } from '../../shared/reconstruct/decode-body.ts';

/** `data:` events of OpenAI's kind; a string stands for itself (`[DONE]`). */
export function dataEvents(...items: readonly (object | string)[]): string {
  return items.map((item) => `data: ${typeof item === 'string' ? item : JSON.stringify(item)}\n\n`).join('');
}

/** Events of Anthropic's kind, named after their type. */
export function namedEvents(...items: readonly { readonly type: string }[]): string {
  return items.map((item) => `event: ${item.type}\ndata: ${JSON.stringify(item)}\n\n`).join('');
}

/** A chunk of `chat.completions` around these choices. */
export function chatChunk(choices: readonly object[], extra: object = {}): object {
  const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'gpt-test' };
  return { ...head, choices, ...extra };
}

/** A chunk whose only choice has this delta. */
export function chatDelta(delta: object, finishReason: string | null = null): object {
  return chatChunk([{ index: 0, delta, finish_reason: finishReason }]);
}

/** A body decoded as an event stream, or as JSON when it is an object. */
export function decodeCanned(format: WireFormat, body: string | object, status = 200): DecodedBody {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const contentType = typeof body === 'string' ? 'text/event-stream' : 'application/json';
  return decodeBody({ format, status, contentType, body: new TextEncoder().encode(text) });
}

/** As JSON prints it: without `undefined`. */
export function plainJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}
