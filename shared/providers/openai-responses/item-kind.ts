/** What an output item is in our words: its kind of block, its name, who runs it. */
import type { BlockKind } from '../../model/delta.ts';
import { asObject, asText, type JsonObject } from '../json-reading.ts';

/** Null: the item is no block itself, its parts are. */
export function kindOfItem(type: string): Extract<BlockKind, 'tool-call' | 'tool-result' | 'other'> | null {
  if (type === 'message' || type === 'reasoning') return null;
  if (type.endsWith('_output')) return 'tool-result';
  return type.endsWith('_call') || type === 'program' || type === 'mcp_approval_request' ? 'tool-call' : 'other';
}

/** @see https://platform.openai.com/docs/api-reference/responses/object#responses/object-output */
const knownTypes: ReadonlySet<string> = new Set([
  'message',
  'reasoning',
  'function_call',
  'function_call_output',
  'custom_tool_call',
  'custom_tool_call_output',
  'web_search_call',
  'file_search_call',
  'code_interpreter_call',
  'image_generation_call',
  'computer_call',
  'computer_call_output',
  'local_shell_call',
  'local_shell_call_output',
  'shell_call',
  'shell_call_output',
  'apply_patch_call',
  'apply_patch_call_output',
  'tool_search_call',
  'tool_search_output',
  'mcp_call',
  'mcp_list_tools',
  'mcp_approval_request',
  'mcp_approval_response',
  'program',
  'program_output',
  'additional_tools',
  'compaction',
  'item_reference',
]);

/** An item type of none of these is kept all the same, and counted as unknown. */
export function isKnownItem(type: string): boolean {
  return knownTypes.has(type);
}

/** The tool's own name, or the built-in tool's: `web_search` for a `web_search_call`. */
export function nameOfItem(item: JsonObject): string {
  const type = asText(item.type) ?? 'unknown';
  return asText(item.name) ?? (type.endsWith('_call') ? type.slice(0, -'_call'.length) : type);
}

/** A call with a `call_id` waits for the client's answer; all others are run by the provider. */
export function isProviderExecuted(item: JsonObject): boolean {
  if (item.type === 'program' || item.execution === 'server') return true;
  const environment = asText(asObject(item.environment)?.type);
  if (environment?.startsWith('container') === true) return true;
  return asText(item.call_id) === null;
}

/** What a call brought back, where the item holds it; null where it holds none. */
export function resultOf(item: JsonObject): JsonObject | null {
  const sources = asObject(item.action)?.sources;
  if (sources != null) return { sources };
  const found = (['output', 'outputs', 'results', 'error'] as const).filter((name) => item[name] != null);
  return found.length === 0 ? null : Object.fromEntries(found.map((name) => [name, item[name]]));
}
