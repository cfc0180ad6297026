/** Counting tokens without asking the model. */
import type { Adapter } from '../adapter.ts';
import { anthropicMessagesAdapter } from '../anthropic-messages/adapter.ts';
import { geminiGenerateAdapter } from '../gemini-generate/adapter.ts';
import { asList, asNumber, isObject, type JsonObject } from '../json-reading.ts';
import { inputRequest } from './read-request.ts';
import { counted, grouped, type SideCall, type SideReading, shown } from './side-call.ts';

const plainRequest = inputRequest(['input', 'text', 'prompt', 'content', 'tokens']);

/** What is counted is a request of the vendor's own format. */
const readRequest: Adapter['readRequest'] = (body, request) => {
  if (isObject(body) && Array.isArray(body.messages)) return anthropicMessagesAdapter.readRequest(body, request);
  if (isObject(body) && Array.isArray(body.contents)) return geminiGenerateAdapter.readRequest(body, request);
  return plainRequest(body, request);
};

/**
 * @see https://docs.anthropic.com/en/api/messages-count-tokens
 * @see https://ai.google.dev/api/tokens
 * @see https://platform.openai.com/docs/api-reference/responses/input-tokens
 * @see https://docs.cohere.com/reference/tokenize
 */
export const tokenCount: SideCall = {
  format: 'token-count',
  title: 'Token count',
  claims: ({ method, path }) =>
    method === 'POST' &&
    /\/messages\/count_tokens\/?$|\/responses\/input_tokens\/?$|\/(de)?tokenize\/?$|:(countTokens|computeTokens)$/.test(
      path,
    ),
  readBody,
  readRequest,
};

function readBody(body: JsonObject): SideReading | null {
  const count = asNumber(body.input_tokens) ?? asNumber(body.totalTokens) ?? asNumber(body.count) ?? listCount(body);
  if (count === null) {
    const text = body.text ?? body.content;
    return typeof text === 'string' ? shown(text, body) : null;
  }
  const cached = asNumber(body.cachedContentTokenCount);
  const words = `${counted(count, 'token')}${cached === null ? '' : `, ${grouped(cached)} of them cached`}`;
  const usage = { inputTokens: count, ...(cached === null ? {} : { cacheReadTokens: cached }) };
  return shown(words, withoutLongLists(body), [{ type: 'usage', usage }]);
}

function listCount(body: JsonObject): number | null {
  return Array.isArray(body.tokens) ? body.tokens.length : null;
}

/** Cohere and llama.cpp give every token: the first of them are enough to see. */
function withoutLongLists(body: JsonObject): unknown {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? asList(value).slice(0, 100) : value]),
  );
}
