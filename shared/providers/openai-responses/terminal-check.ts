/** The items as their events made them against the output that the terminal event repeats. */
import type { TerminalCheck } from '../../model/loss-report.ts';
import { jsonDifferences } from '../json-differences.ts';
import { asObjects, asText, type JsonObject } from '../json-reading.ts';
import { currentOutput } from './native-response.ts';
import type { ResponsesState } from './responses-state.ts';

/** Null while no terminal event has come, and where none repeats the output (see `empty-output`). */
export function checkTerminal(state: ResponsesState): TerminalCheck | null {
  const { head, streamed } = state;
  const items = asObjects(head?.output);
  if (streamed === null || items.length === 0) return null;
  const status = asText(head?.status) ?? 'completed';
  const differences = jsonDifferences(currentOutput(streamed).map(withoutSealed), items.map(withoutSealed), 'output');
  return { against: `response.${status}`, differences };
}

/** What OpenAI encrypts anew for each event: the same text sealed again (fixtures pydantic-openai-responses-*, recorded 2025 and 2026). */
function withoutSealed(item: JsonObject): JsonObject {
  const { encrypted_content: _content, fingerprint: _fingerprint, ...rest } = item;
  return rest;
}
