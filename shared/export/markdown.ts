/** A transcript for people: what was asked, what the model said and did, how it ended and what it cost. */

import { prettyJson } from '../lib/pretty-json.ts';
import type { Block, Completion } from '../model/completion.ts';
import type { ProviderError } from '../model/delta.ts';
import type { ExchangeDetail, ExchangeSummary } from '../model/exchange.ts';
import { describeKind } from '../model/finding.ts';
import type { RequestMessage, RequestPart, RequestReading } from '../model/request-reading.ts';
import { exchangeFacts } from './exchange-facts.ts';
import type { ExportedExchange, ExportWriter } from './exported-exchange.ts';
import { readableText } from './readable-text.ts';

/** Writes one document with a section per exchange. */
export function createMarkdownWriter(): ExportWriter {
  return {
    mediaType: 'text/markdown',
    fileExtension: 'md',
    begin: '',
    separator: '\n---\n\n',
    end: '',
    write: (exchange) => [transcript(exchange)],
  };
}

function transcript(exchange: ExportedExchange): string {
  const { detail, reading, completion } = exchange;
  const sections = [
    heading(detail),
    facts(detail.summary),
    ...(reading ? requestSections(reading) : bodySection('Request', exchange.request.decoded)),
    ...answerSections(exchange, completion),
    ...messageLog(exchange),
    ...problemSection(exchange),
    ...lossSection(exchange),
  ];
  return `${sections.join('\n\n')}\n`;
}

function heading({ summary, start }: ExchangeDetail): string {
  return `# ${summary.model ?? start.upstream ?? 'Exchange'}: ${start.method} ${start.path}`.replaceAll(/\s+/g, ' ');
}

function facts(summary: ExchangeSummary): string {
  return exchangeFacts(summary)
    .map(([name, value]) => `- ${name}: ${value.replaceAll(/\s+/g, ' ')}`)
    .join('\n');
}

function requestSections(reading: RequestReading): readonly string[] {
  const parameters = reading.parameters.map(({ name, value }) => `- \`${name}\`: ${inlineCode(JSON.stringify(value))}`);
  const tools = reading.tools.map(
    (tool) => `- \`${tool.name}\`${tool.description ? `: ${firstLine(tool.description)}` : ''}`,
  );
  return [
    '## Request',
    ...(parameters.length === 0 ? [] : [parameters.join('\n')]),
    ...(tools.length === 0 ? [] : ['### Tools', tools.join('\n')]),
    ...reading.messages.flatMap(messageSections),
  ];
}

function messageSections(message: RequestMessage): readonly string[] {
  const name = message.name === null ? '' : ` (${firstLine(message.name)})`;
  return [`### ${capitalised(message.role)}${name}`, ...message.parts.map(partText)];
}

function partText(part: RequestPart): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'reasoning':
      return quoted('Reasoning', part.text);
    case 'tool-call':
      return `**Calls \`${part.name}\`**\n\n${fence(JSON.stringify(part.input, null, 2) ?? '', 'json')}`;
    case 'tool-result':
      return `**${part.isError ? 'Error' : 'Result'} of \`${part.name ?? part.toolCallId ?? 'tool'}\`**\n\n${fence(part.text, '')}`;
    case 'other':
      return `*${part.label}*\n\n${fence(JSON.stringify(part.native, null, 2) ?? '', 'json')}`;
    default:
      return `*${mediaWords(part)}*`;
  }
}

function mediaWords(part: Extract<RequestPart, { readonly url: string | null }>): string {
  const size = part.data === null ? null : `${Math.round((part.data.length * 3) / 4 / 1024)} KB`;
  return [part.kind, part.name, part.mediaType, size, part.url].filter((word) => word !== null).join(', ');
}

function answerSections(exchange: ExportedExchange, completion: Completion): readonly string[] {
  const error = exchange.detail.summary.providerError ?? completion.error;
  const choices = completion.choices.filter((choice) => choice.blocks.length > 0);
  const sections = choices.flatMap((choice) => {
    const title = choices.length === 1 ? '## Answer' : `## Answer, choice ${choice.index}`;
    const end = choices.length > 1 && choice.finishReason ? [`*Finish reason: ${choice.finishReason}*`] : [];
    return [title, ...choice.blocks.map(blockText), ...end];
  });
  const body = exchange.response.decoded.length > 0 ? exchange.response.decoded : exchange.injected.decoded;
  const raw = sections.length === 0 && !error ? bodySection('Answer', body) : [];
  return [...sections, ...raw, ...(error ? errorSection(error) : [])];
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'text':
      return block.text + sources(block);
    case 'reasoning':
      return quoted('Reasoning', block.text);
    case 'refusal':
      return quoted('Refusal', block.text);
    case 'tool-call':
      return `**Calls \`${block.name ?? 'tool'}\`**\n\n${fence(prettyJson(block.text) ?? block.text, 'json')}`;
    case 'image':
    case 'audio':
      return `*${block.kind}${block.mediaType ? `, ${block.mediaType}` : ''}, ${block.text.length} characters of base64*`;
    default:
      return `*${block.name ?? block.kind}*\n\n${fence(JSON.stringify(block.native, null, 2) ?? block.text, 'json')}`;
  }
}

function sources(block: Block): string {
  const lines = block.citations.map(({ title, url, quote }) => `- ${[title, url, quote].filter(Boolean).join(', ')}`);
  return lines.length === 0 ? '' : `\n\nSources:\n\n${lines.join('\n')}`;
}

function errorSection(error: ProviderError): readonly string[] {
  const facts = [
    error.type,
    error.requestId && `request ${error.requestId}`,
    error.retryAfterSeconds !== null && `retry after ${error.retryAfterSeconds} s`,
  ].filter(Boolean);
  return ['## Error', error.message, ...(facts.length === 0 ? [] : [`*${facts.join(', ')}*`])];
}

function problemSection({ problems }: ExportedExchange): readonly string[] {
  if (problems.length === 0) return [];
  const lines = problems.map(({ kind, message, eventIndex }) => {
    const { title, explanation } = describeKind(kind);
    const place = eventIndex === null ? '' : ` (event ${eventIndex})`;
    return `- **${title}**${place}: ${firstLine(message)}${explanation === '' ? '' : ` *${explanation}*`}`;
  });
  return ['## Findings', lines.join('\n')];
}

/** The messages of both sides of a WebSocket, a line each. */
function messageLog({ messages, events, detail }: ExportedExchange): readonly string[] {
  if (messages === undefined || events.length === 0) return [];
  const lines = events.map((event) => {
    const at = ((event.receivedAt - detail.start.startedAt) / 1000).toFixed(3);
    return `${at.padStart(9)} ${event.origin === 'client' ? '>' : '<'} ${event.type}  ${firstLine(event.reading)}`.trimEnd();
  });
  return ['## Messages', '`>` sent by the client, `<` by the upstream', fence(lines.join('\n'), '')];
}

/** What became of the stream's events and fields: nothing is skipped in silence, in an export neither. */
function lossSection({ loss }: ExportedExchange): readonly string[] {
  if (loss === null || loss.events.total === 0) return [];
  const { total, used, ignored, unknown, malformed } = loss.events;
  const lines = [
    `- ${total} events: ${used} used, ${ignored} ignored on purpose, ${unknown} unknown, ${malformed} malformed`,
  ];
  for (const { path, count } of loss.dropped)
    lines.push(`- \`${path}\` is not in the rebuilt object (${count} events)`);
  if (loss.terminal !== null) {
    const { against, differences } = loss.terminal;
    lines.push(
      differences.length === 0
        ? `- equal to \`${against}\``
        : `- differs from \`${against}\` in ${differences.length} places`,
    );
  }
  return ['## Loss report', lines.join('\n')];
}

/** The body as it is, for what no adapter reads as a conversation. Nobody reads more than a megabyte of it. */
function bodySection(title: string, bytes: Uint8Array): readonly string[] {
  if (bytes.length === 0) return [];
  const readable = bytes.length > 1024 * 1024 ? null : readableText(bytes);
  const size = `*${bytes.length} bytes${readable?.kind === 'binary' ? ', not text' : ''}*`;
  return [`## ${title}`, readable?.kind === 'text' ? fence(prettyJson(readable.text) ?? readable.text, '') : size];
}

/** A code block whose fence is longer than any run of backticks inside. */
function fence(text: string, language: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language}\n${text.replace(/\n$/, '')}\n${ticks}`;
}

function inlineCode(text: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const ticks = '`'.repeat(longest + 1);
  return longest === 0 ? `${ticks}${text}${ticks}` : `${ticks} ${text} ${ticks}`;
}

function quoted(title: string, text: string): string {
  return `> **${title}**\n>\n${text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n')}`;
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
