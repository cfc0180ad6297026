/**
 * Lines of messages, as fine-tuning and evaluation take them, as exchanges: the last answer becomes the response, what
 * stands before it the request. They hold no traffic, so nothing is known of times, headers and usage.
 * @see https://platform.openai.com/docs/guides/supervised-fine-tuning
 * @see https://docs.anthropic.com/en/api/messages
 */
import { encodeUtf8 } from '../lib/utf8.ts';
import type { HarExchange } from './har-file.ts';

type Json = Readonly<Record<string, unknown>>;
type Line = Json & { readonly messages: readonly Json[] };

/** Does a line hold a conversation? */
export function isMessagesLine(value: unknown): value is Line {
  if (typeof value !== 'object' || value === null || !('messages' in value)) return false;
  const { messages } = value;
  return Array.isArray(messages) && messages.length > 0 && messages.every(isMessage);
}

function isMessage(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'role' in value && typeof value.role === 'string';
}

/** The exchange that would have been, `at` epoch ms. Without a last answer it has none. */
export function messagesExchange(line: Line, at: number): HarExchange {
  const isOurs = isAnthropic(line);
  const last = line.messages.at(-1);
  const answer = last?.role === 'assistant' ? last : null;
  const messages = answer === null ? line.messages : line.messages.slice(0, -1);
  const body = answer === null ? null : isOurs ? anthropicAnswer(line, answer) : openaiAnswer(line, answer);
  return {
    id: null,
    startedAt: at,
    endedAt: at,
    method: 'POST',
    url: isOurs ? 'https://api.anthropic.com/v1/messages' : 'https://api.openai.com/v1/chat/completions',
    httpVersion: '1.1',
    requestHeaders: jsonHeaders,
    request: [{ receivedAt: at, bytes: encodeUtf8(JSON.stringify({ ...line, messages })) }],
    response:
      body === null ? null : { receivedAt: at, status: 200, statusText: '', httpVersion: '1.1', headers: jsonHeaders },
    body: body === null ? [] : [{ receivedAt: at, bytes: encodeUtf8(JSON.stringify(body)) }],
    frames: [],
    leftOut: 0,
  };
}

const jsonHeaders = ['content-type', 'application/json'];

/** Its system prompt stands beside the messages, its tools have an `input_schema`, its answers are lists of blocks. */
function isAnthropic(line: Line): boolean {
  if ('system' in line) return true;
  if (line.messages.some(({ role, tool_calls }) => role === 'system' || role === 'tool' || Array.isArray(tool_calls))) {
    return false;
  }
  const tools = Array.isArray(line.tools) ? (line.tools as readonly unknown[]) : [];
  if (tools.length > 0)
    return tools.some((tool) => typeof tool === 'object' && tool !== null && 'input_schema' in tool);
  return line.messages.some(({ role, content }) => role === 'assistant' && Array.isArray(content));
}

function modelOf({ model }: Line): { readonly model?: string } {
  return typeof model === 'string' ? { model } : {};
}

function openaiAnswer(line: Line, message: Json): object {
  const finish = Array.isArray(message.tool_calls) && message.tool_calls.length > 0 ? 'tool_calls' : 'stop';
  const choices = [{ index: 0, message, finish_reason: finish }];
  return { object: 'chat.completion', ...modelOf(line), choices };
}

function anthropicAnswer(line: Line, { content }: Json): object {
  const blocks = Array.isArray(content) ? (content as readonly Json[]) : [{ type: 'text', text: content }];
  const reason = blocks.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn';
  return { type: 'message', role: 'assistant', ...modelOf(line), content: blocks, stop_reason: reason };
}
