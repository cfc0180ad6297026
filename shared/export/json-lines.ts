/** JSON Lines: one exchange a line, whole, or as a conversation in the words of OpenAI or Anthropic. */
import { anthropicConversation, anthropicTools } from './anthropic-messages.ts';
import type { ExportedExchange, ExportWriter } from './exported-exchange.ts';
import { exchangePieces } from './json.ts';
import { openaiMessages, openaiTools } from './openai-messages.ts';
import { spokenMessages } from './spoken-answer.ts';

const lines = { mediaType: 'application/jsonl', fileExtension: 'jsonl', begin: '', separator: '', end: '' } as const;

/** Each line is an element of `exchanges` of the JSON export. */
export function createJsonLinesWriter(): ExportWriter {
  return {
    ...lines,
    write: function* (exchange) {
      yield* exchangePieces(exchange);
      yield '\n';
    },
  };
}

/** What is no answered conversation has no line. */
export function createOpenaiLinesWriter(): ExportWriter {
  return { ...lines, write: (exchange) => jsonLine(openaiLine(exchange)) };
}

/** What is no answered conversation has no line. */
export function createAnthropicLinesWriter(): ExportWriter {
  return { ...lines, write: (exchange) => jsonLine(anthropicLine(exchange)) };
}

function jsonLine(value: object | null): readonly string[] {
  return value === null ? [] : [`${JSON.stringify(value)}\n`];
}

function openaiLine(exchange: ExportedExchange): object | null {
  const messages = spokenMessages(exchange);
  if (messages === null) return null;
  const tools = openaiTools(exchange.reading?.tools ?? []);
  return { messages: openaiMessages(messages), ...(tools.length === 0 ? {} : { tools }) };
}

function anthropicLine(exchange: ExportedExchange): object | null {
  const messages = spokenMessages(exchange);
  if (messages === null) return null;
  const { system, messages: turns } = anthropicConversation(messages);
  const tools = anthropicTools(exchange.reading?.tools ?? []);
  return { ...(system === null ? {} : { system }), messages: turns, ...(tools.length === 0 ? {} : { tools }) };
}
