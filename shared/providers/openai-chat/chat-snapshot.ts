/**
 * What the `openai` SDK would hold after each chunk: the fold behind `native`. Values are never changed in place; strings
 * grow by `+=` (ropes), logprobs in append lists, so a chunk costs the same at the start and at the end of a stream.
 * @see https://github.com/openai/openai-node/blob/master/src/lib/ChatCompletionStream.ts (accumulateChatCompletion, 7.57)
 */
import { type AppendList, appendItems, emptyAppendList } from '../append-list.ts';
import { asObject, asObjects, asString, asText, indexOr, isObject, type JsonObject, toJson } from '../json-reading.ts';

export type ChatSnapshot = {
  /** Top-level fields but `choices`, the last value of each. */
  readonly fields: JsonObject;
  /** By choice index; holes where a choice has not begun. */
  readonly choices: readonly (ChoiceSnapshot | undefined)[];
};

export type ChoiceSnapshot = {
  readonly index: number;
  readonly finishReason: unknown;
  readonly logprobs: LogprobsSnapshot | null;
  /** Fields of the choice that we have no word for (`native_finish_reason`, `content_filter_results`). */
  readonly fields: JsonObject;
  readonly message: MessageSnapshot;
  /** The last chunk held nothing but `audio.expires_at`, which ends audio without a finish reason. */
  readonly isAudioDone: boolean;
};

export type LogprobsSnapshot = {
  readonly fields: JsonObject;
  readonly content: AppendList<unknown> | null | undefined;
  readonly refusal: AppendList<unknown> | null | undefined;
};

export type MessageSnapshot = {
  /** Fields the SDK does not know: it keeps the last value, also of `reasoning_content`. */
  readonly fields: JsonObject;
  readonly role: string | null;
  /** Text, or the parts where a vendor sends content as a list (Mistral), or null: none came. */
  readonly content: string | AppendList<unknown> | null;
  readonly refusal: string | null;
  readonly audio: JsonObject | null;
  readonly functionCall: JsonObject | null;
  readonly toolCalls: readonly (ToolCallSnapshot | undefined)[] | null;
};

export type ToolCallSnapshot = {
  readonly fields: JsonObject;
  readonly id: string | null;
  readonly type: string | null;
  readonly function: { readonly name: string; readonly arguments: string } | null;
  readonly custom: { readonly name: string; readonly input: string } | null;
};

const emptyMessage: MessageSnapshot = {
  fields: {},
  role: null,
  content: null,
  refusal: null,
  audio: null,
  functionCall: null,
  toolCalls: null,
};

/** Fields with a place of their own. `obfuscation` is padding against traffic analysis: the SDK drops it too. */
const chunkFields: ReadonlySet<string> = new Set(['choices', 'obfuscation']);
const choiceFields: ReadonlySet<string> = new Set(['delta', 'finish_reason', 'index', 'logprobs', 'message']);
const messageFields: ReadonlySet<string> = new Set([
  'audio',
  'content',
  'refusal',
  'function_call',
  'role',
  'tool_calls',
]);
const toolCallFields: ReadonlySet<string> = new Set(['index', 'id', 'type', 'function', 'custom']);

/** The snapshot after one more chunk. A chunk without `id` adds only choices, as in the SDK. */
export function reduceSnapshot(snapshot: ChatSnapshot | null, chunk: JsonObject): ChatSnapshot {
  const isHeadKept = snapshot !== null && asText(chunk.id) === null;
  const fields = isHeadKept ? snapshot.fields : mergeFields(snapshot?.fields ?? {}, chunk, chunkFields);
  const items = asObjects(chunk.choices);
  if (items.length === 0) return { fields, choices: snapshot?.choices ?? [] };
  const choices = snapshot === null ? [] : snapshot.choices.slice();
  let position = 0;
  for (const item of items) {
    const index = indexOr(item.index, position);
    choices[index] = reduceChoice(choices[index], item, index);
    position += 1;
  }
  return { fields, choices };
}

/**
 * The last value of each field but those `known`. Most chunks repeat theirs: then `before` is returned as it is, and
 * nothing is copied.
 */
function mergeFields(before: JsonObject, wire: JsonObject, known: ReadonlySet<string>): JsonObject {
  let merged: Record<string, unknown> | null = null;
  // Parsed JSON holds own fields only, and never undefined: equal means that it was there. Asked first, most are.
  for (const name in wire) {
    if (merged === null && before[name] === wire[name]) continue;
    if (known.has(name) || name === '__proto__') continue;
    merged ??= { ...before };
    merged[name] = wire[name];
  }
  return merged ?? before;
}

const emptyChoice = { finishReason: null, logprobs: null, fields: {}, message: emptyMessage, isAudioDone: false };

function reduceChoice(choice: ChoiceSnapshot | undefined, item: JsonObject, index: number): ChoiceSnapshot {
  const before = choice ?? emptyChoice;
  const { message } = item;
  // Some gateways answer a streamed request with one whole `message`; the SDK would see nothing of it.
  const change = asObject(item.delta) ?? (choice === undefined ? asObject(message) : null);
  const isMessageKept = message !== undefined && change !== message;
  const fields = mergeFields(before.fields, item, choiceFields);
  return {
    index,
    finishReason: asText(item.finish_reason) ?? before.finishReason,
    logprobs: reduceLogprobs(before.logprobs, item.logprobs),
    fields: isMessageKept ? { ...fields, message } : fields,
    message: change === null ? before.message : reduceMessage(before.message, change),
    isAudioDone: change === null ? before.isAudioDone : isOnlyExpiry(change),
  };
}

function reduceLogprobs(before: LogprobsSnapshot | null, wire: unknown): LogprobsSnapshot | null {
  if (!isObject(wire)) return before;
  const { content, refusal, ...fields } = wire;
  if (before === null) return { fields, content: firstTokens(content), refusal: firstTokens(refusal) };
  return {
    fields: { ...before.fields, ...fields },
    content: appendTokens(before.content, content),
    refusal: appendTokens(before.refusal, refusal),
  };
}

type Tokens = LogprobsSnapshot['content'];

/** The first log probabilities are kept as they stand: a `null` stays one, a missing field stays missing. */
function firstTokens(wire: unknown): Tokens {
  return wire === null ? null : appendTokens(undefined, wire);
}

/** Of later ones only lists count. */
function appendTokens(before: Tokens, wire: unknown): Tokens {
  return Array.isArray(wire) ? appendItems(before ?? emptyAppendList<unknown>(), wire) : before;
}

function reduceMessage(before: MessageSnapshot, delta: JsonObject): MessageSnapshot {
  const { audio, refusal, function_call: functionCall, tool_calls: toolCalls } = delta;
  return {
    fields: mergeFields(before.fields, delta, messageFields),
    role: asText(delta.role) ?? before.role,
    content: appendContent(before.content, delta.content),
    refusal: asText(refusal) === null ? before.refusal : (before.refusal ?? '') + String(refusal),
    audio: isObject(audio) ? reduceAudio(before.audio, audio) : before.audio,
    functionCall: isObject(functionCall) ? reduceFunctionCall(before.functionCall, functionCall) : before.functionCall,
    toolCalls: Array.isArray(toolCalls) ? reduceToolCalls(before.toolCalls, asObjects(toolCalls)) : before.toolCalls,
  };
}

function appendContent(before: MessageSnapshot['content'], wire: unknown): MessageSnapshot['content'] {
  if (typeof wire === 'string') {
    if (before === null || typeof before === 'string') return (before ?? '') + wire;
    return wire === '' ? before : appendItems(before, [{ type: 'text', text: wire }]);
  }
  if (!Array.isArray(wire)) return before;
  const list = typeof before === 'object' && before !== null ? before : emptyAppendList<unknown>();
  const text = asText(before);
  return appendItems(list, text === null ? wire : [{ type: 'text', text }, ...wire]);
}

function reduceAudio(before: JsonObject | null, audio: JsonObject): JsonObject {
  const next: Record<string, unknown> = { ...before };
  if (audio.id != null) next.id = audio.id;
  if (audio.data != null) next.data = (asString(next.data) ?? '') + String(audio.data);
  if (audio.transcript != null) next.transcript = (asString(next.transcript) ?? '') + String(audio.transcript);
  if (audio.expires_at != null) next.expires_at = audio.expires_at;
  return next;
}

function isOnlyExpiry(delta: JsonObject): boolean {
  const { audio } = delta;
  const isExpiry = isObject(audio) && audio.expires_at != null;
  if (!isExpiry || audio.id != null || audio.data != null || audio.transcript != null) return false;
  return Object.keys(delta).every((name) => name === 'audio' || (messageFields.has(name) && delta[name] == null));
}

function reduceFunctionCall(before: JsonObject | null, call: JsonObject): JsonObject {
  if (before === null) return call;
  const name = asText(call.name) ?? before.name;
  return { ...before, name, arguments: appendArguments(before.arguments, call.arguments) };
}

function reduceToolCalls(
  before: MessageSnapshot['toolCalls'],
  items: readonly JsonObject[],
): readonly (ToolCallSnapshot | undefined)[] {
  const calls = before === null ? [] : before.slice();
  for (const item of items) {
    // The SDK throws where the index is missing; the id, or else the last call, is the best other name.
    const index = indexOr(item.index, indexWithout(calls, item));
    calls[index] = reduceToolCall(calls[index], item);
  }
  return calls;
}

function indexWithout(calls: readonly (ToolCallSnapshot | undefined)[], item: JsonObject): number {
  const id = asText(item.id);
  const known = id === null ? -1 : calls.findIndex((call) => call?.id === id);
  if (known >= 0) return known;
  const isNew = calls.length === 0 || id !== null || asText(asObject(item.function)?.name) !== null;
  return isNew ? calls.length : calls.length - 1;
}

function reduceToolCall(before: ToolCallSnapshot | undefined, item: JsonObject): ToolCallSnapshot {
  const { id, type, function: call, custom } = item;
  return {
    fields: mergeFields(before?.fields ?? {}, item, toolCallFields),
    id: asText(id) ?? before?.id ?? null,
    type: asText(type) ?? before?.type ?? null,
    function: isObject(call)
      ? {
          name: asText(call.name) ?? before?.function?.name ?? '',
          arguments: appendArguments(before?.function?.arguments, call.arguments),
        }
      : (before?.function ?? null),
    custom: isObject(custom)
      ? {
          name: asText(custom.name) ?? before?.custom?.name ?? '',
          input: appendArguments(before?.custom?.input, custom.input),
        }
      : (before?.custom ?? null),
  };
}

/** Arguments are JSON text; a few servers send the object itself (Ollama's and llama.cpp's early endpoints). */
function appendArguments(before: unknown, wire: unknown): string {
  const text = typeof wire === 'string' ? wire : wire == null ? '' : toJson(wire);
  return (asString(before) ?? '') + text;
}
