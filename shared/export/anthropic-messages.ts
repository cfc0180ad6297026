/**
 * Messages of any format as Anthropic's Messages API has them.
 * @see https://docs.anthropic.com/en/api/messages
 */
import type { RequestMessage, RequestPart, RequestTool } from '../model/request-reading.ts';

type Turn = { readonly role: 'user' | 'assistant'; readonly content: readonly object[] };

/** The system prompt stands beside the messages there. Reasoning is left out: without its signature it is refused. */
export function anthropicConversation(messages: readonly RequestMessage[]): {
  readonly system: string | null;
  readonly messages: readonly Turn[];
} {
  const system = messages
    .filter(({ role }) => role === 'system')
    .flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])));
  const turns: Turn[] = [];
  for (const message of messages.filter(({ role }) => role !== 'system')) addTurn(turns, message);
  return { system: system.length === 0 ? null : system.join('\n\n'), messages: turns };
}

/** Roles alternate: what another format says in two messages of one role (tool results, mostly) becomes one. */
function addTurn(turns: Turn[], message: RequestMessage): void {
  const role = message.role === 'assistant' ? 'assistant' : 'user';
  const content = message.parts.flatMap(contentBlock);
  if (content.length === 0) return;
  const last = turns.at(-1);
  if (last?.role === role) turns[turns.length - 1] = { role, content: [...last.content, ...content] };
  else turns.push({ role, content });
}

function contentBlock(part: RequestPart): readonly object[] {
  switch (part.kind) {
    case 'text':
      return part.text === '' ? [] : [{ type: 'text', text: part.text }];
    case 'tool-call':
      return [{ type: 'tool_use', id: part.id ?? '', name: part.name, input: objectInput(part.input) }];
    case 'tool-result':
      return [
        {
          type: 'tool_result',
          tool_use_id: part.toolCallId ?? '',
          content: part.text,
          ...(part.isError ? { is_error: true } : {}),
        },
      ];
    case 'image': {
      if (part.data !== null) {
        const source = { type: 'base64', media_type: part.mediaType ?? 'image/png', data: part.data };
        return [{ type: 'image', source }];
      }
      return part.url === null ? [] : [{ type: 'image', source: { type: 'url', url: part.url } }];
    }
    default:
      return [];
  }
}

/** An input must be an object there. */
function objectInput(input: unknown): object {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? input : { value: input ?? null };
}

/** Tools without a schema are left out: the format has no place for them. */
export function anthropicTools(tools: readonly RequestTool[]): readonly object[] {
  return tools
    .filter(({ schema }) => schema !== null && schema !== undefined)
    .map(({ name, description, schema }) => ({
      name,
      ...(description === null ? {} : { description }),
      input_schema: schema,
    }));
}
