/**
 * One self-contained HTML file: no script, nothing loaded, and a policy that forbids both even if escaping ever failed.
 * Reads in light and dark, folds what is long, prints whole.
 */
import type { ProviderError } from '../model/delta.ts';
import { describeKind } from '../model/finding.ts';
import type { HeaderList } from '../model/headers.ts';
import type { RequestMessage, RequestPart, RequestTool } from '../model/request-reading.ts';
import { exchangeFacts } from './exchange-facts.ts';
import type { ExportFacts } from './export-writer.ts';
import type { ExportedExchange, ExportWriter } from './exported-exchange.ts';
import { htmlStyle } from './html-style.ts';
import { codeHtml, escapeHtml, foldHtml, imageHtml, proseHtml } from './html-text.ts';
import { readableText } from './readable-text.ts';
import { spokenAnswer } from './spoken-answer.ts';

const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'";
/** Longer texts (system prompts, files that tools read) are folded. */
const foldAbove = 3000;
const mostEvents = 2000;
const mostBodyBytes = 1024 * 1024;

/** Writes one page with an article per exchange. */
export function createHtmlWriter(facts: ExportFacts): ExportWriter {
  const day = new Date(facts.exportedAt).toISOString().slice(0, 10);
  return {
    mediaType: 'text/html',
    fileExtension: 'html',
    begin:
      `<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="${policy}">\n` +
      '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">\n' +
      `<meta name="generator" content="Wirelens ${escapeHtml(facts.version)}"><title>Wirelens: recorded exchanges</title>\n` +
      `<style>${htmlStyle}</style></head><body><main>\n`,
    separator: '\n',
    end: `</main><footer>Recorded and exported by Wirelens ${escapeHtml(facts.version)} on ${day}.</footer></body></html>\n`,
    write: articlePieces,
  };
}

function* articlePieces(exchange: ExportedExchange): Generator<string> {
  const { detail, reading } = exchange;
  const { summary, start } = detail;
  const title = summary.model ?? start.upstream ?? 'Exchange';
  yield `<article id="${escapeHtml(summary.id)}"><h1>${escapeHtml(title)}</h1>`;
  yield `<p class="place">${escapeHtml(`${start.method} ${start.upstreamUrl ?? start.path}`)}</p>`;
  yield `<dl>${exchangeFacts(summary)
    .map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`)
    .join('')}</dl>`;
  if (reading === null) yield bodyHtml('Request', exchange.request.decoded);
  else {
    yield '<h2>Request</h2>';
    yield parametersHtml(reading.parameters) + toolsHtml(reading.tools);
    for (const message of reading.messages) yield messageHtml(message);
  }
  yield* answerPieces(exchange);
  yield problemsHtml(exchange);
  yield '<h2>On the wire</h2>';
  yield headersHtml('Request headers', start.requestHeaders);
  if (detail.response !== null) yield headersHtml('Response headers', detail.response.headers);
  yield eventsHtml(exchange);
  yield '</article>\n';
}

function* answerPieces(exchange: ExportedExchange): Generator<string> {
  const { completion } = exchange;
  const error = exchange.detail.summary.providerError ?? completion.error;
  let isAnswered = false;
  for (const choice of completion.choices) {
    const answer = spokenAnswer(choice);
    if (answer === null) continue;
    if (!isAnswered || completion.choices.length > 1) {
      yield completion.choices.length > 1 ? `<h2>Answer, choice ${choice.index}</h2>` : '<h2>Answer</h2>';
    }
    isAnswered = true;
    yield messageHtml(answer);
  }
  if (error !== null) yield errorHtml(error);
  else if (!isAnswered) {
    const { response, injected } = exchange;
    yield bodyHtml('Answer', response.decoded.length > 0 ? response.decoded : injected.decoded);
  }
}

function messageHtml(message: RequestMessage): string {
  const { role, name, parts } = message;
  const title = name === null ? role : `${role} (${name})`;
  const body = parts.map(partHtml).join('');
  return `<section class="message ${role}"><p class="role">${escapeHtml(title)}</p>${body}</section>\n`;
}

function partHtml(part: RequestPart): string {
  switch (part.kind) {
    case 'text':
      return folded(part.text, proseHtml(part.text));
    case 'reasoning':
      return `<div class="reasoning">${folded(part.text, proseHtml(part.text))}</div>`;
    case 'tool-call':
      return `<p class="call">calls <b>${escapeHtml(part.name)}</b></p>${jsonBox(part.input)}`;
    case 'tool-result': {
      const what = part.isError ? 'error of' : 'result of';
      const name = part.name ?? part.toolCallId ?? 'a tool';
      return `<p class="call">${what} <b>${escapeHtml(name)}</b></p>${folded(part.text, codeHtml(part.text))}`;
    }
    case 'other':
      return `<p class="call">${escapeHtml(part.label)}</p>${jsonBox(part.native)}`;
    default: {
      const image = part.kind === 'image' && part.data !== null ? imageHtml(part.mediaType, part.data) : null;
      const words = [part.kind, part.name, part.mediaType, part.url].filter((word) => word !== null).join(', ');
      return image ?? `<p class="call">${escapeHtml(words)}</p>`;
    }
  }
}

function jsonBox(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
  return folded(text, codeHtml(text));
}

function folded(text: string, html: string): string {
  if (text.length <= foldAbove) return html;
  return foldHtml(
    `${text.length.toLocaleString('en')} characters: ${text.slice(0, 100).replaceAll(/\s+/g, ' ')}…`,
    html,
  );
}

function parametersHtml(parameters: readonly { readonly name: string; readonly value: unknown }[]): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(({ name, value }) => [name, JSON.stringify(value) ?? ''] as const);
  return foldHtml(`Parameters: ${parameters.map(({ name }) => name).join(', ')}`, tableHtml(rows));
}

function toolsHtml(tools: readonly RequestTool[]): string {
  if (tools.length === 0) return '';
  const html = tools
    .map(({ name, description, schema }) => {
      const text = description === null ? '' : `<p class="prose">${escapeHtml(description)}</p>`;
      const box = schema === null || schema === undefined ? '' : codeHtml(JSON.stringify(schema, null, 2));
      return `<p class="call"><b>${escapeHtml(name)}</b></p>${text}${box}`;
    })
    .join('');
  return foldHtml(`${tools.length} tools: ${tools.map(({ name }) => name).join(', ')}`, html);
}

function headersHtml(title: string, headers: HeaderList): string {
  if (headers.length === 0) return '';
  return foldHtml(title, tableHtml(headers.map(({ name, value }) => [name, value] as const)));
}

function tableHtml(rows: readonly (readonly [string, string])[]): string {
  const cells = rows.map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`);
  return `<table>${cells.join('')}</table>`;
}

function eventsHtml({ events, detail }: ExportedExchange): string {
  if (events.length === 0) return '';
  const rows = events.slice(0, mostEvents).map(({ receivedAt, type, reading, origin }) => {
    const at = ((receivedAt - detail.start.startedAt) / 1000).toFixed(3);
    const from = origin === 'client' ? '→ ' : origin === 'wirelens' ? 'Wirelens: ' : '';
    return `<tr><td class="number">${at}</td><th>${escapeHtml(from + type)}</th><td>${escapeHtml(reading)}</td></tr>`;
  });
  const rest = events.length - mostEvents;
  const more = rest > 0 ? `<p class="call">and ${rest} more</p>` : '';
  const head = '<tr><th class="number">seconds</th><th>type</th><th>what it says</th></tr>';
  return foldHtml(`${events.length} events`, `<table>${head}${rows.join('')}</table>${more}`);
}

function problemsHtml({ problems }: ExportedExchange): string {
  if (problems.length === 0) return '';
  const rows = problems.map(({ kind, message }) => [describeKind(kind).title, message] as const);
  return `<h2>Findings</h2>${tableHtml(rows)}`;
}

function errorHtml(error: ProviderError): string {
  const title = [error.status, error.type].filter((word) => word !== null).join(' ');
  return `<h2>Error</h2><section class="message error"><p class="role">${escapeHtml(title || 'error')}</p>${proseHtml(error.message)}</section>`;
}

function bodyHtml(title: string, bytes: Uint8Array): string {
  if (bytes.length === 0) return '';
  const readable = bytes.length > mostBodyBytes ? null : readableText(bytes);
  const text = readable?.kind === 'text' ? readable.text : null;
  return `<h2>${title}</h2>${text === null ? `<p class="call">${bytes.length} bytes</p>` : folded(text, codeHtml(text))}`;
}
