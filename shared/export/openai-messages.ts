/**
 * Messages of any format as OpenAI's chat format has them, which is also what fine-tuning takes.
 * @see https://platform.openai.com/docs/guides/supervised-fine-tuning
 * @see https://platform.openai.com/docs/api-reference/chat/create
 */
import type { RequestMessage, RequestPart, RequestTool } from '../model/request-reading.ts';

/** Reasoning, files and provider blocks have no place in this format and are left out. */
export function openaiMessages(messages: readonly RequestMessage[]): readonly object[] {
  return messages.flatMap((message) => {
    const results = message.parts.filter((part) => part.kind === 'tool-result');
    const rest = message.parts.filter((part) => part.kind !== 'tool-result');
    const own = message.role === 'tool' && results.length > 0 ? [] : ownMessage(message, rest);
    return [...results.map(toolMessage), ...own];
  });
}

function toolMessage(part: Extract<RequestPart, { readonly kind: 'tool-result' }>): object {
  return { role: 'tool', tool_call_id: part.toolCallId ?? '', content: part.text };
}

function ownMessage(message: RequestMessage, parts: readonly RequestPart[]): readonly object[] {
  const content = contentOf(message, parts);
  const calls = parts.filter((part) => part.kind === 'tool-call');
  if (content === null && calls.length === 0) return [];
  const name = message.name === null ? {} : { name: message.name };
  const toolCalls = calls.length === 0 ? {} : { tool_calls: calls.map(toolCall) };
  return [{ role: message.role, ...name, content, ...toolCalls }];
}

/** Text alone is a string; with images it is a list, as the format asks. Null: nothing to say. */
function contentOf(message: RequestMessage, parts: readonly RequestPart[]): string | readonly object[] | null {
  const texts = parts.filter((part) => part.kind === 'text');
  const images = message.role === 'user' ? parts.filter((part) => part.kind === 'image').flatMap(imagePart) : [];
  if (images.length > 0) return [...texts.map(({ text }) => ({ type: 'text', text })), ...images];
  return texts.length === 0 ? null : texts.map(({ text }) => text).join('\n\n');
}

function imagePart(part: RequestPart): readonly object[] {
  if (part.kind !== 'image') return [];
  const url = part.url ?? (part.data === null ? null : `data:${part.mediaType ?? 'image/png'};base64,${part.data}`);
  return url === null ? [] : [{ type: 'image_url', image_url: { url } }];
}

function toolCall(part: Extract<RequestPart, { readonly kind: 'tool-call' }>): object {
  const { input } = part;
  const text = typeof input === 'string' ? input : JSON.stringify(input ?? {});
  return { id: part.id ?? '', type: 'function', function: { name: part.name, arguments: text } };
}

/** Function tools only: a provider's own tools mean nothing elsewhere. */
export function openaiTools(tools: readonly RequestTool[]): readonly object[] {
  return tools
    .filter(({ schema }) => schema !== null && schema !== undefined)
    .map(({ name, description, schema }) => ({
      type: 'function',
      function: { name, ...(description === null ? {} : { description }), parameters: schema },
    }));
}
