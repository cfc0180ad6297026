/** A shell script (POSIX sh) that sends the request again with curl. Secrets were never kept: variables stand for them. */
import { decodeUtf8 } from '../lib/utf8.ts';
import type { ExchangeDetail } from '../model/exchange.ts';
import type { HeaderEntry, HeaderList } from '../model/headers.ts';
import { encodeBase64 } from './base64.ts';
import type { ExportedExchange, ExportWriter } from './exported-exchange.ts';
import { maskedSecretPattern, requestUrl } from './request-url.ts';

/** Linux allows 128 KiB for one argument (MAX_ARG_STRLEN): larger bodies go through a pipe, which knows no limit. */
const largestArgument = 64 * 1024;

/** Set by curl itself, or true of one connection only. `accept-encoding` becomes --compressed. */
const ownHeaders = new Set([
  'host',
  'content-length',
  'connection',
  'proxy-connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'accept-encoding',
]);

/** Writes one script with a command per exchange. */
export function createCurlWriter(): ExportWriter {
  return {
    mediaType: 'text/x-shellscript',
    fileExtension: 'sh',
    begin: '#!/bin/sh\n',
    separator: '\n',
    end: '',
    write: (exchange) => [curlCommand(exchange)],
  };
}

/** curl cannot hold the conversation of a WebSocket again. */
function socketComment({ summary, start }: ExchangeDetail): string {
  const what = summary.turnOf === undefined ? 'a WebSocket' : `turn ${summary.turnOf.number} of a WebSocket`;
  const place = `${start.method} ${start.path}`.replaceAll(/\s+/g, ' ');
  return `# ${place} is ${what}: curl cannot say it again. Its messages: wirelens show --events ${summary.id}\n`;
}

/** A masked secret of this request, and the variable that stands for it. */
type Variable = { readonly name: string; readonly masked: string };

function curlCommand(exchange: ExportedExchange): string {
  const { detail } = exchange;
  if (detail.summary.isWebSocket) return socketComment(detail);
  const headers = (detail.start.sentRequestHeaders ?? detail.start.requestHeaders).filter(
    ({ name }) => !ownHeaders.has(name.toLowerCase()) && !name.startsWith(':'),
  );
  const variables: Variable[] = [];
  const url = urlWord(requestUrl(detail), detail, variables);
  const body = joinBytes(exchange.request.chunks.map((chunk) => chunk.bytes));
  const { text, isValid } = decodeUtf8(body);
  const isText = isValid && !text.includes('\0');
  const lines = [
    ...methodOptions(detail, body.length > 0),
    url,
    ...headers.map((header) => headerOption(header, detail, variables)),
    ...(hasHeader(detail.start.requestHeaders, 'accept-encoding') ? ['--compressed'] : []),
    ...(detail.summary.isStreaming ? ['--no-buffer'] : []),
    ...bodyOptions(body.length, isText ? text : null),
  ];
  const pipe = pipedBody(body, isText ? text : null);
  return `${comment(detail, variables)}${pipe}curl ${lines.join(' \\\n  ')}\n`;
}

function comment(detail: ExchangeDetail, variables: readonly Variable[]): string {
  const { start, response, summary } = detail;
  const status = response ? `, answered ${response.status}` : '';
  const facts = oneLine(
    `${summary.id} ${new Date(start.startedAt).toISOString()} ${start.method} ${start.path}${status}`,
  );
  if (variables.length === 0) return `# ${facts}\n`;
  const lines = variables.map(({ name, masked }) => `#   ${name}  was ${oneLine(masked)}\n`);
  return `# ${facts}\n# Secrets are never recorded. Set before running:\n${lines.join('')}`;
}

function methodOptions(detail: ExchangeDetail, hasBody: boolean): readonly string[] {
  const { method } = detail.start;
  const globs = /[[\]{}]/.test(requestUrl(detail)) ? ['--globoff'] : [];
  if (method === 'HEAD') return [...globs, '--head'];
  return method === (hasBody ? 'POST' : 'GET') ? globs : [...globs, `--request ${shellQuote(method)}`];
}

function headerOption(header: HeaderEntry, detail: ExchangeDetail, variables: Variable[]): string {
  // A header without value would be dropped by curl; a semicolon at the end sends it empty.
  if (header.value === '') return `--header ${shellQuote(`${header.name};`)}`;
  if (!header.secret) return `--header ${shellQuote(`${header.name}: ${header.value}`)}`;
  const { scheme } = header.secret;
  const masked = scheme === null ? header.value : header.value.slice(scheme.length + 1);
  const name = variableFor(masked, secretName(header.name, detail), variables);
  return `--header ${shellQuote(`${header.name}: ${scheme === null ? '' : `${scheme} `}`)}"$${name}"`;
}

/** Quoted pieces side by side are one word: `'https://host/path?key='"$GEMINI_API_KEY"'&alt=sse'`. */
function urlWord(url: string, detail: ExchangeDetail, variables: Variable[]): string {
  let word = '';
  let end = 0;
  for (const match of url.matchAll(maskedSecretPattern)) {
    const name = variableFor(match[0], secretName('key', detail), variables);
    word += `${shellQuote(url.slice(end, match.index))}"$${name}"`;
    end = match.index + match[0].length;
  }
  const rest = url.slice(end);
  return rest === '' && word !== '' ? word : word + shellQuote(rest);
}

/** The same secret keeps its variable; another one under the same name gets a number. */
function variableFor(masked: string, wanted: string, variables: Variable[]): string {
  const known = variables.find((variable) => variable.masked === masked);
  if (known) return known.name;
  const taken = variables.filter((variable) => variable.name === wanted || variable.name.startsWith(`${wanted}_`));
  const name = taken.length === 0 ? wanted : `${wanted}_${taken.length + 1}`;
  variables.push({ name, masked });
  return name;
}

const keyHeaders = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key', 'key'];

/** `OPENAI_API_KEY` for a key of the upstream `openai`; `COOKIE` for a cookie. */
function secretName(header: string, detail: ExchangeDetail): string {
  const isKey = keyHeaders.includes(header.toLowerCase());
  const words = isKey ? `${detail.start.upstream ?? 'upstream'}-api-key` : header;
  const name = words.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  return /^[A-Z_]/.test(name) ? name : `KEY_${name}`;
}

function bodyOptions(sizeBytes: number, text: string | null): readonly string[] {
  if (sizeBytes === 0) return [];
  if (text === null || sizeBytes > largestArgument) return ['--data-binary @-'];
  return [`--data-raw ${shellQuote(text)}`];
}

/** printf is part of the shell, so its argument may be of any size; it adds no newline. */
function pipedBody(body: Uint8Array, text: string | null): string {
  if (text === null) return `printf %s ${shellQuote(encodeBase64(body))} | base64 -d | `;
  return body.length > largestArgument ? `printf %s ${shellQuote(text)} | ` : '';
}

/** One word for a POSIX shell, whatever the text holds (NUL excepted, which no argument can hold). */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}

function hasHeader(headers: HeaderList, name: string): boolean {
  return headers.some((entry) => entry.name.toLowerCase() === name);
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
