/** How a message of a request is looked at: folded or not, in which form; and what belongs to it elsewhere in the request. Pure. */
import { prettyValue } from '../../../shared/lib/pretty-json.ts';
import type { RequestMessage, RequestPart, RequestReading } from '../../../shared/model/request-reading.ts';

export type MessageForm = 'markdown' | 'plain' | 'raw';

export type MessageView = {
  readonly isFolded: boolean;
  readonly form: MessageForm;
  /** Long texts are shown in full. */
  readonly isWhole: boolean;
};

const longSystemPrompt = 1_800;

/** A long system prompt is folded: it is the same in every turn. */
export function initialView(message: RequestMessage): MessageView {
  const isFolded = message.role === 'system' && lengthOf(message) > longSystemPrompt;
  return { isFolded, form: 'markdown', isWhole: false };
}

function lengthOf({ parts }: RequestMessage): number {
  return parts.reduce((sum, part) => sum + ('text' in part ? part.text.length : 0), 0);
}

type ToolResult = Extract<RequestPart, { kind: 'tool-result' }>;

/** A tool's result, and where it stands. */
export type JoinedResult = { readonly result: ToolResult; readonly path: string; readonly index: number };

export type ToolJoins = {
  /** By the id of the call. */
  readonly results: ReadonlyMap<string, JoinedResult>;
  /** The name of the tool that a call named. */
  readonly names: ReadonlyMap<string, string>;
};

/** Calls and results of a request, joined by the calls' ids. */
export function joinTools({ messages }: RequestReading): ToolJoins {
  const results = new Map<string, JoinedResult>();
  const names = new Map<string, string>();
  messages.forEach(({ parts, path }, index) => {
    for (const part of parts) {
      if (part.kind === 'tool-call' && part.id !== null) names.set(part.id, part.name);
      if (part.kind === 'tool-result' && part.toolCallId !== null && !results.has(part.toolCallId))
        results.set(part.toolCallId, { result: part, path, index });
    }
  });
  return { results, names };
}

/** A message as plain text: what was said, calls and results in words. */
export function textOfMessage({ parts }: RequestMessage): string {
  return parts.map(textOfPart).join('\n\n');
}

function textOfPart(part: RequestPart): string {
  switch (part.kind) {
    case 'text':
    case 'reasoning':
    case 'tool-result':
      return part.text;
    case 'tool-call':
      return `${part.name}(${typeof part.input === 'string' ? part.input : JSON.stringify(part.input)})`;
    case 'other':
      return prettyValue(part.native);
    default:
      return `[${[part.kind, part.name, part.mediaType, part.url].filter(Boolean).join(', ')}]`;
  }
}

/** A message as markdown: its role as a heading, code in fences. */
export function markdownOfMessage(message: RequestMessage): string {
  const parts = message.parts.map((part) =>
    part.kind === 'tool-call' || part.kind === 'tool-result' || part.kind === 'other'
      ? fenced(textOfPart(part))
      : textOfPart(part),
  );
  return `## ${message.role}${message.name ? ` ${message.name}` : ''}\n\n${parts.join('\n\n')}\n`;
}

/** A fence longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
