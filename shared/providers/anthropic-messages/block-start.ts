/** The start of a content block as deltas. Blocks that come whole (tool results, fallbacks, unknown ones) keep their wire form. */
import type { BlockKind, Citation, Delta } from '../../model/delta.ts';
import { asList, asObject, asText, isObject, type JsonObject, toJson } from '../json-reading.ts';
import { takesInput } from './message-snapshot.ts';

/** @see https://docs.claude.com/en/api/messages#response-content */
export function kindOfBlock(block: JsonObject): BlockKind {
  const type = asText(block.type) ?? '';
  if (type === 'text') return 'text';
  if (type === 'thinking' || type === 'redacted_thinking') return 'reasoning';
  if (takesInput(block)) return 'tool-call';
  // web_search_tool_result, bash_code_execution_tool_result, mcp_tool_result, tool_search_tool_result …
  return type.endsWith('tool_result') ? 'tool-result' : 'other';
}

/** Deltas of `content_block_start`: the block, and what it already holds. A tool's `input` waits: JSON pieces may follow. */
export function startDeltas(block: JsonObject, name: string): readonly Delta[] {
  const kind = kindOfBlock(block);
  const at = { choice: 0, block: name } as const;
  const toolName = nameOfBlock(block, kind);
  const toolCallId = asText(block.id) ?? asText(block.tool_use_id);
  const start: Delta = {
    type: 'block-start',
    ...at,
    kind,
    ...(toolName === null ? {} : { name: toolName }),
    ...(toolCallId === null ? {} : { toolCallId }),
    ...(isProviderExecuted(block, kind) ? { isProviderExecuted: true } : {}),
  };
  return [start, ...contentDeltas(block, kind, name)];
}

function nameOfBlock(block: JsonObject, kind: BlockKind): string | null {
  if (kind === 'tool-call') return asText(block.name);
  return kind === 'tool-result' || kind === 'other' ? asText(block.type) : null;
}

function isProviderExecuted(block: JsonObject, kind: BlockKind): boolean {
  return kind === 'tool-result' || (kind === 'tool-call' && block.type !== 'tool_use');
}

function contentDeltas(block: JsonObject, kind: BlockKind, name: string): readonly Delta[] {
  const at = { choice: 0, block: name } as const;
  switch (kind) {
    case 'text': {
      const text = asText(block.text);
      const citations = asList(block.citations).filter(isObject);
      return [
        ...(text === null ? [] : [{ type: 'text-delta', ...at, text } as const]),
        ...citations.map((citation) => ({ type: 'citation', ...at, citation: readCitation(citation) }) as const),
      ];
    }
    case 'reasoning': {
      const text = asText(block.thinking);
      const signature = asText(block.signature) ?? asText(block.data);
      return [
        ...(text === null ? [] : [{ type: 'reasoning-delta', ...at, text } as const]),
        ...(signature === null ? [] : [{ type: 'block-patch', ...at, signature } as const]),
        ...(block.type === 'redacted_thinking' ? [{ type: 'block-patch', ...at, native: block } as const] : []),
      ];
    }
    case 'tool-call':
      return [];
    default:
      return [{ type: 'block-patch', ...at, native: block }];
  }
}

/** Where a text block's source is: a web page, a document by title, a search result. */
export function readCitation(citation: JsonObject): Citation {
  return {
    title: asText(citation.title) ?? asText(citation.document_title),
    url: asText(citation.url) ?? asText(citation.source),
    quote: asText(citation.cited_text),
    native: citation,
  };
}

/** What a tool call says when no JSON piece came: the input of its start, `{}` for a tool without arguments. */
export function wholeInput(startInput: unknown): string {
  return startInput === undefined || startInput === null ? '{}' : toJson(startInput);
}

/** `tool Edit`, `web_search_tool_result, 10 results`: what a block is, for the log. */
export function readingOfBlock(block: JsonObject): string {
  const type = asText(block.type) ?? 'block';
  if (takesInput(block)) return `tool ${asText(block.name) ?? '?'}`;
  if (kindOfBlock(block) === 'tool-result') return `${type}, ${readingOfResult(block.content)}`;
  if (type === 'fallback') return `fallback to ${asText(asObject(block.to)?.model) ?? '?'}`;
  return type;
}

function readingOfResult(content: unknown): string {
  if (Array.isArray(content)) return content.length === 1 ? '1 item' : `${content.length} items`;
  const result = asObject(content);
  return asText(result?.error_code) ?? asText(result?.type) ?? 'result';
}
