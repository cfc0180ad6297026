/** What a snippet has to say, whatever its language: which SDK, which call, with what. Secrets are variables, never values. */
import { decodeUtf8 } from '../lib/utf8.ts';
import { type HeaderList, headerValue } from '../model/headers.ts';
import { parseJson } from '../providers/json-reading.ts';
import type { ExportedExchange } from './exported-exchange.ts';
import { maskedSecretPattern, requestUrl } from './request-url.ts';

/** The official SDK of a wire format; `http`: there is none, so the request itself is sent. */
export type SnippetSdk = 'openai' | 'anthropic' | 'google-genai' | 'ollama' | 'http';

export type SnippetCall = {
  readonly sdk: SnippetSdk;
  /** The wire format, which names the SDK's method. */
  readonly format: string;
  readonly method: string;
  /** Without query; null where the SDK's own is the same. For `http` the whole URL, query included. */
  readonly baseUrl: string | null;
  readonly url: string;
  /** Without the key. */
  readonly query: readonly (readonly [string, string])[];
  /** Headers that an SDK does not set by itself. */
  readonly headers: readonly (readonly [string, string])[];
  /** The variable of the environment that holds the key. */
  readonly keyVariable: string;
  /** Where the key goes when no SDK does it; null: there was none. */
  readonly keyHeader: { readonly name: string; readonly scheme: string | null } | null;
  /** The parsed body; a text where it is no JSON. */
  readonly body: unknown;
  readonly model: string | null;
  readonly isStreaming: boolean;
};

const sdkPaths: readonly {
  readonly format: string;
  readonly sdk: SnippetSdk;
  readonly path: RegExp;
  readonly official: string;
}[] = [
  { format: 'openai-chat', sdk: 'openai', path: /\/chat\/completions$/, official: 'https://api.openai.com/v1' },
  { format: 'openai-responses', sdk: 'openai', path: /\/responses$/, official: 'https://api.openai.com/v1' },
  {
    format: 'openai-completions',
    sdk: 'openai',
    path: /(?<!chat)\/completions$/,
    official: 'https://api.openai.com/v1',
  },
  { format: 'anthropic-messages', sdk: 'anthropic', path: /\/v1\/messages$/, official: 'https://api.anthropic.com' },
  {
    format: 'gemini-generate',
    sdk: 'google-genai',
    path: /\/v1(beta)?\/models\/[^/:]+:(streamGenerateContent|generateContent)$/,
    official: 'https://generativelanguage.googleapis.com',
  },
  { format: 'ollama-chat', sdk: 'ollama', path: /\/api\/chat$/, official: 'http://127.0.0.1:11434' },
  { format: 'ollama-generate', sdk: 'ollama', path: /\/api\/generate$/, official: 'http://127.0.0.1:11434' },
];

/** Headers that say what is asked for; everything else is the SDK's, the connection's or the client's own. */
const tellingHeaders = [
  'anthropic-beta',
  'openai-beta',
  'openai-organization',
  'openai-project',
  'http-referer',
  'x-title',
];
const keyHeaders = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key'];

/** Null for what is no single request: a WebSocket and its turns. */
export function snippetCall(exchange: ExportedExchange): SnippetCall | null {
  const { summary, start } = exchange.detail;
  if (summary.isWebSocket) return null;
  const headers = start.sentRequestHeaders ?? start.requestHeaders;
  const url = urlParts(requestUrl(exchange.detail));
  const place = sdkPaths.find(({ format, path }) => format === summary.format && path.test(url.bare));
  const body = readBody(exchange);
  const isForSdk = place !== undefined && typeof body === 'object' && body !== null && start.method === 'POST';
  const base = isForSdk ? url.bare.replace(place.path, '') : url.bare;
  return {
    sdk: isForSdk ? place.sdk : 'http',
    format: summary.format,
    method: start.method,
    baseUrl: isForSdk && base === place.official ? null : base,
    url: url.bare,
    query: url.query.filter(([name]) => name !== 'alt' || !isForSdk),
    headers: snippetHeaders(headers, isForSdk),
    keyVariable: keyVariable(start.upstream),
    keyHeader: keyPlace(headers),
    body,
    model: exchange.reading?.model ?? /\/models\/([^/:]+):/.exec(url.bare)?.[1] ?? null,
    isStreaming: summary.isStreaming || /:streamGenerateContent$/.test(url.bare),
  };
}

type UrlParts = { readonly bare: string; readonly query: readonly (readonly [string, string])[] };

/** A URL in its parts; masked secrets in its query are left out (the SDK sends the key). */
function urlParts(url: string): UrlParts {
  const [bare = '', ...rest] = url.replace(/#(?![0-9a-f]{4}).*$/, '').split('?');
  const pairs = rest.join('?').split('&');
  const query = pairs
    .filter((pair) => pair !== '' && pair.search(maskedSecretPattern) < 0)
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decodePart(name), decodePart(value.join('='))] as const;
    });
  return { bare, query };
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function readBody({ request }: ExportedExchange): unknown {
  if (request.decoded.length === 0) return null;
  const { text } = decodeUtf8(request.decoded);
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : text;
}

function snippetHeaders(headers: HeaderList, isForSdk: boolean): readonly (readonly [string, string])[] {
  const wanted = isForSdk ? tellingHeaders : [...tellingHeaders, 'content-type', 'accept', 'anthropic-version'];
  return headers
    .filter(({ name, secret }) => secret === undefined && wanted.includes(name.toLowerCase()))
    .map(({ name, value }) => [name, value] as const);
}

function keyPlace(headers: HeaderList): SnippetCall['keyHeader'] {
  const header = headers.find(({ name, secret }) => secret !== undefined && keyHeaders.includes(name.toLowerCase()));
  if (header === undefined) {
    const plain = headerValue(headers, 'authorization');
    return plain === null ? null : { name: 'Authorization', scheme: 'Bearer' };
  }
  return { name: header.name, scheme: header.secret?.scheme ?? null };
}

/** `OPENAI_API_KEY`, `MY_GATEWAY_API_KEY`. */
function keyVariable(upstream: string | null): string {
  const name = `${upstream ?? 'upstream'}-api-key`.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  return /^[A-Z_]/.test(name) ? name : `KEY_${name}`;
}

/** The body of a Gemini request as its SDKs take it: `contents`, and everything else in `config`. */
export function geminiArguments(body: object): {
  readonly contents: unknown;
  readonly config: Record<string, unknown>;
} {
  const { contents, generationConfig, ...rest } = body as Record<string, unknown>;
  const generation = typeof generationConfig === 'object' && generationConfig !== null ? generationConfig : {};
  return { contents, config: { ...rest, ...generation } };
}
