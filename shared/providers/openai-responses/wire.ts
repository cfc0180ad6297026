/**
 * The words of OpenAI's Responses API: which event carries a piece of what. Names are data here, so that a vendor's older or
 * other spelling is one line.
 * @see https://platform.openai.com/docs/api-reference/responses-streaming
 * @see https://platform.openai.com/docs/api-reference/responses/object
 */
import type { BlockKind } from '../../model/delta.ts';

/** A list of parts inside an item: `content` of messages and reasoning, `summary` of reasoning. */
export type PartList = 'content' | 'summary';

/** What a text event says: a piece, or the whole text at its end. */
export type TextEvent = {
  readonly list: PartList;
  readonly kind: Extract<BlockKind, 'text' | 'reasoning' | 'refusal'>;
  /** Item and part that the event belongs to, where it comes before both. */
  readonly itemType: 'message' | 'reasoning';
  readonly partType: string;
  readonly isDone: boolean;
};

const outputText = { list: 'content', kind: 'text', itemType: 'message', partType: 'output_text' } as const;
const refusal = { list: 'content', kind: 'refusal', itemType: 'message', partType: 'refusal' } as const;
const reasoningText = {
  list: 'content',
  kind: 'reasoning',
  itemType: 'reasoning',
  partType: 'reasoning_text',
} as const;
const summaryText = { list: 'summary', kind: 'reasoning', itemType: 'reasoning', partType: 'summary_text' } as const;

/** `response.reasoning.*` and `response.reasoning_summary.*` are the spellings of 2025's first servers and of some local ones. */
export const textEvents: ReadonlyMap<string, TextEvent> = new Map(
  (
    [
      ['response.output_text', outputText],
      ['response.refusal', refusal],
      ['response.reasoning_text', reasoningText],
      ['response.reasoning', reasoningText],
      ['response.reasoning_summary_text', summaryText],
      ['response.reasoning_summary', summaryText],
    ] as const
  ).flatMap(([name, event]): [string, TextEvent][] => [
    [`${name}.delta`, { ...event, isDone: false }],
    [`${name}.done`, { ...event, isDone: true }],
  ]),
);

/** Events that begin or end a part. `response.reasoning_part.*` is vLLM's. */
export const partEvents: ReadonlyMap<string, { readonly list: PartList; readonly isDone: boolean }> = new Map([
  ['response.content_part.added', { list: 'content', isDone: false }],
  ['response.content_part.done', { list: 'content', isDone: true }],
  ['response.reasoning_part.added', { list: 'content', isDone: false }],
  ['response.reasoning_part.done', { list: 'content', isDone: true }],
  ['response.reasoning_summary_part.added', { list: 'summary', isDone: false }],
  ['response.reasoning_summary_part.done', { list: 'summary', isDone: true }],
]);

/** A tool's input while it forms. */
export type InputEvent = {
  readonly itemType: string;
  /** The field of a `done` event that holds the whole. */
  readonly whole: string;
  readonly isDone: boolean;
};

const inputNames: readonly (readonly [string, string, string])[] = [
  ['response.function_call_arguments', 'function_call', 'arguments'],
  ['response.mcp_call_arguments', 'mcp_call', 'arguments'],
  ['response.mcp_call.arguments', 'mcp_call', 'arguments'],
  ['response.custom_tool_call_input', 'custom_tool_call', 'input'],
  ['response.code_interpreter_call_code', 'code_interpreter_call', 'code'],
  ['response.code_interpreter_call.code', 'code_interpreter_call', 'code'],
  ['response.apply_patch_call_operation_diff', 'apply_patch_call', 'diff'],
  ['response.shell_call_command', 'shell_call', 'command'],
];

/** The shell and apply_patch events are in no reference: seen in recorded traffic of 2025-11 and 2026-02 (fixtures vercel-openai-*). */
export const inputEvents: ReadonlyMap<string, InputEvent> = new Map([
  ...inputNames.flatMap(([name, itemType, whole]): [string, InputEvent][] => [
    [`${name}.delta`, { itemType, whole, isDone: false }],
    [`${name}.done`, { itemType, whole, isDone: true }],
  ]),
  // A command begins with its (usually empty) text.
  ['response.shell_call_command.added', { itemType: 'shell_call', whole: 'command', isDone: false }],
]);

/** What a response's life brings. `terminal`: the response is as it will stay. `response.done` is the older word of some gateways. */
export const lifecycleEvents: ReadonlyMap<string, 'start' | 'progress' | 'terminal'> = new Map([
  ['response.created', 'start'],
  ['response.queued', 'progress'],
  ['response.in_progress', 'progress'],
  ['response.completed', 'terminal'],
  ['response.failed', 'terminal'],
  ['response.incomplete', 'terminal'],
  ['response.cancelled', 'terminal'],
  ['response.done', 'terminal'],
]);

/** `response.web_search_call.searching` and its kind: an item's type and its new status. */
const progressName =
  /^response\.(\w+_call|mcp_list_tools|compaction)\.(in_progress|searching|interpreting|generating|compacting|completed|failed|incomplete|cancelled)$/;

/** Item type and status of a progress event; null for any other. */
export function readProgress(type: string): { readonly itemType: string; readonly status: string } | null {
  const [, itemType, status] = progressName.exec(type) ?? [];
  return itemType === undefined || status === undefined ? null : { itemType, status };
}

/** Audio of the model: base64 pieces and what is said in them. The `output_` forms are the Realtime API's. */
export const audioEvents: ReadonlyMap<string, { readonly block: 'audio' | 'transcript'; readonly isDone: boolean }> =
  new Map([
    ['response.audio.delta', { block: 'audio', isDone: false }],
    ['response.audio.done', { block: 'audio', isDone: true }],
    ['response.audio.transcript.delta', { block: 'transcript', isDone: false }],
    ['response.audio.transcript.done', { block: 'transcript', isDone: true }],
    ['response.output_audio.delta', { block: 'audio', isDone: false }],
    ['response.output_audio.done', { block: 'audio', isDone: true }],
    ['response.output_audio_transcript.delta', { block: 'transcript', isDone: false }],
    ['response.output_audio_transcript.done', { block: 'transcript', isDone: true }],
  ]);

/** Of a WebSocket's connection: what became of input that was sent into a running response. It says nothing of the answer. */
export const steerEvents: ReadonlySet<string> = new Set([
  'response.steer.accepted',
  'response.steer.pending',
  'response.steer.failed',
]);

/** Says nothing: keeps the connection open. */
export const quietEvents: ReadonlySet<string> = new Set(['keepalive', 'ping', 'heartbeat', 'response.heartbeat']);

/** Fields of events that have done their work: pieces, whose whole is in the items, their places, padding, images on the way. */
export const consumedFields = [
  'delta',
  'item_id',
  'output_index',
  'content_index',
  'summary_index',
  'annotation_index',
  'command',
  'command_index',
  'partial_image_b64',
  'partial_image_index',
  'obfuscation',
] as const;
