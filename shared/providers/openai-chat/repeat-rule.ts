/** Chunks that bring one more word of the same kind to the only choice they have, or one more piece to its tool call. */
import type { JsonHole, JsonPath } from '../../lib/json-span.ts';
import { asIndex, asObject, asString, asText, indexOr, type JsonObject } from '../json-reading.ts';
import { anyStrings, isEmptyHolder, isPlain, isPlainBut, onlyText, type RepeatRule } from '../repeat-rule.ts';
import { type ChatState, choiceMark } from './chat-state.ts';

const textFields = ['content', 'reasoning_content', 'reasoning', 'refusal'] as const;

/** What the official SDK joins. */
const growingFields: ReadonlySet<string> = new Set(['content', 'refusal', 'tool_calls']);

/** Azure's verdicts stand on every chunk: fields that keep their last value. */
const filterFields = ['content_filter_results', 'content_filter_offsets'] as const;

/**
 * Null for anything that adds to a list (logprobs, sources, parts of content) or may tell more than its text. `pathInParts`:
 * where the text stands in content that is a list, for whoever joins its parts; null: it may not be joined.
 */
export function chatRepeatRule(
  state: ChatState,
  chunk: JsonObject,
  pathInParts: ((content: unknown) => JsonPath | null) | null = null,
): RepeatRule<ChatState> | null {
  const { choices } = chunk;
  const item = Array.isArray(choices) && choices.length === 1 ? asObject(choices[0]) : null;
  const delta = asObject(item?.delta);
  if (item === null || delta === null || state.hasError || !isPlainBut(chunk, 'choices')) return null;
  if (!isPlainBut(item, 'delta', 'logprobs', ...filterFields) || asText(item.finish_reason) !== null) return null;
  if (!isPlain(item.logprobs) && !isEmptyHolder(item.logprobs)) return null;
  const inDelta = pathInDelta(delta, pathInParts);
  if (inDelta === null || (pathInParts === null && !growsText(state, item))) return null;
  const text: JsonPath = ['choices', 0, 'delta', ...inDelta];
  const others = othersOf(chunk, item, delta);
  const mark = choiceMark(indexOr(item.index, 0));
  // Of fields that OpenAI has no word for only the last piece stays.
  return growingFields.has(String(inDelta[0]))
    ? { text, others, mark, isOneEvent: true, isApart: true }
    : { text, others, mark };
}

function pathInDelta(delta: JsonObject, pathInParts: ((content: unknown) => JsonPath | null) | null): JsonPath | null {
  const name = onlyText(delta, textFields);
  if (isPlainBut(delta)) return name === null ? null : [name];
  if (name !== null) return isPlainBut(delta, 'reasoning_details') && repeatsText(delta, name) ? [name] : null;
  if (isPlainBut(delta, 'tool_calls')) return pathInCall(delta.tool_calls);
  const inParts = isPlainBut(delta, 'content') ? pathInParts?.(delta.content) : null;
  return inParts == null ? null : ['content', ...inParts];
}

/** OpenRouter says reasoning twice, as a text and as the only one of `reasoning_details`; a field of which the last value stays. */
function repeatsText(delta: JsonObject, name: string): boolean {
  const detail = onlyDetail(delta);
  return detail !== null && isPlainBut(detail) && detail.text === delta[name];
}

function onlyDetail({ reasoning_details: details }: JsonObject): JsonObject | null {
  return Array.isArray(details) && details.length === 1 ? asObject(details[0]) : null;
}

/** A name may begin a call, however often it comes; a piece without one never does. */
function pathInCall(calls: unknown): JsonPath | null {
  const item = Array.isArray(calls) && calls.length === 1 ? asObject(calls[0]) : null;
  const called = asObject(item?.function);
  if (item === null || called === null || !isPlainBut(item, 'function') || !isPlainBut(called)) return null;
  const isPiece = asText(called.name) === null && asText(called.arguments) !== null;
  return isPiece ? ['tool_calls', 0, 'function', 'arguments'] : null;
}

/** Content that came as a list of parts (Mistral) gets a part per chunk: joined chunks would make fewer. */
function growsText(state: ChatState, item: JsonObject): boolean {
  const message = state.snapshot?.choices[asIndex(item.index) ?? 0]?.message;
  return message !== undefined && (message.content === null || asString(message.content) !== null);
}

/** Padding (OpenAI's `obfuscation`, Mistral's `p`); the same piece as text and as a token (Together). */
function othersOf(chunk: JsonObject, item: JsonObject, delta: JsonObject): readonly JsonHole[] {
  const others = [...anyStrings(chunk, 'padding', 'obfuscation'), ...anyStrings(chunk, 'string', 'p')];
  if (typeof item.text === 'string') others.push({ path: ['choices', 0, 'text'], kind: 'string' });
  if (onlyDetail(delta) !== null)
    others.push({ path: ['choices', 0, 'delta', 'reasoning_details', 0, 'text'], kind: 'echo' });
  if (typeof delta.token_id === 'number') others.push({ path: ['choices', 0, 'delta', 'token_id'], kind: 'number' });
  return others;
}
