/** How a response ended: its status, and why it is incomplete, as our finish reason. */
import type { Delta, FinishReason } from '../../model/delta.ts';
import { asObject, asText, type JsonObject } from '../json-reading.ts';
import { isProviderExecuted } from './item-kind.ts';
import type { ItemTrack } from './item-track.ts';

const statusOfEvent: ReadonlyMap<string, string> = new Map([
  ['response.completed', 'completed'],
  ['response.failed', 'failed'],
  ['response.incomplete', 'incomplete'],
  ['response.cancelled', 'cancelled'],
]);

/** The status on the wire, else what the event says. */
export function statusOf(response: JsonObject, eventType: string | null): string {
  return asText(response.status) ?? statusOfEvent.get(eventType ?? '') ?? 'completed';
}

/** The end of the only choice. The provider's word is why it is incomplete, else its status. */
export function choiceEnd(response: JsonObject, status: string, tracks: readonly ItemTrack[]): Delta {
  const reason = status === 'incomplete' ? asText(asObject(response.incomplete_details)?.reason) : null;
  const finishReason = reason === null ? mapStatus(status, tracks) : mapIncompleteReason(reason);
  return { type: 'choice-end', choice: 0, finishReason, rawFinishReason: reason ?? status };
}

/** A completed response says nothing more: that a client must answer a call, or that the model refused, is in its items. */
function mapStatus(status: string, tracks: readonly ItemTrack[]): FinishReason {
  if (status === 'failed') return 'error';
  if (status !== 'completed') return status === 'incomplete' ? 'length' : 'other';
  if (tracks.some(waitsForClient)) return 'tool-calls';
  return tracks.some((track) => track.parts.some((part) => part.kind === 'refusal')) ? 'refusal' : 'stop';
}

/** xAI runs its own searches as `custom_tool_call` in the middle of an answer: what the model says afterwards ends it. */
function waitsForClient(track: ItemTrack, position: number, tracks: readonly ItemTrack[]): boolean {
  if (!clientTools.has(track.type) || isProviderExecuted(track.item)) return false;
  return track.type !== 'custom_tool_call' || !tracks.some((later, at) => at > position && later.type === 'message');
}

const clientTools: ReadonlySet<string> = new Set([
  'function_call',
  'custom_tool_call',
  'computer_call',
  'local_shell_call',
  'shell_call',
  'tool_search_call',
  'apply_patch_call',
  'mcp_approval_request',
]);

/** @see https://platform.openai.com/docs/api-reference/responses/object#responses/object-incomplete_details */
function mapIncompleteReason(reason: string): FinishReason {
  if (reason === 'content_filter') return 'content-filter';
  return reason === 'max_output_tokens' || reason === 'max_tokens' || reason === 'length' ? 'length' : 'other';
}
