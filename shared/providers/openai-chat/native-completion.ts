/**
 * The snapshot as the plain object that `openai` returns: `finalChatCompletion()` where it would return one, its current
 * snapshot where it would throw (no finish reason, an error event). Called rarely: here lists are copied and holes closed.
 */
import { type AppendList, toArray } from '../append-list.ts';
import { asText, type JsonObject } from '../json-reading.ts';
import type {
  ChatSnapshot,
  ChoiceSnapshot,
  LogprobsSnapshot,
  MessageSnapshot,
  ToolCallSnapshot,
} from './chat-snapshot.ts';

/** The final object. Fields that the SDK adds itself (`parsed`, an invented tool call id) are left out. */
export function finalCompletion(snapshot: ChatSnapshot): JsonObject {
  const { system_fingerprint: fingerprint, ...fields } = snapshot.fields;
  return {
    ...fields,
    choices: withoutHoles(snapshot.choices).map(finalChoice),
    object: 'chat.completion',
    ...(asText(fingerprint) === null ? {} : { system_fingerprint: fingerprint }),
  };
}

/** The running snapshot, as the SDK's `currentChatCompletionSnapshot`. */
export function currentSnapshot(snapshot: ChatSnapshot): JsonObject {
  return {
    ...snapshot.fields,
    choices: withoutHoles(snapshot.choices).map((choice) => ({
      finish_reason: choice.finishReason,
      index: choice.index,
      message: currentMessage(choice.message),
      logprobs: plainLogprobs(choice.logprobs),
      ...choice.fields,
    })),
  };
}

/** Whether the SDK would accept the stream as ended: every choice has a finish reason, or complete audio. */
export function isFinishable(snapshot: ChatSnapshot): boolean {
  return snapshot.choices.every((choice) => choice === undefined || finishReasonOf(choice) !== null);
}

function finishReasonOf(choice: ChoiceSnapshot): unknown {
  if (choice.finishReason !== null) return choice.finishReason;
  const audio = choice.message.audio;
  const isComplete = ['id', 'data', 'transcript', 'expires_at'].every((name) => audio?.[name] != null);
  return choice.isAudioDone && isComplete ? 'stop' : null;
}

function finalChoice(choice: ChoiceSnapshot): JsonObject {
  return {
    ...choice.fields,
    index: choice.index,
    finish_reason: finishReasonOf(choice),
    logprobs: plainLogprobs(choice.logprobs),
    message: finalMessage(choice.message),
  };
}

function finalMessage(message: MessageSnapshot): JsonObject {
  const common = {
    ...(message.audio === null ? {} : { audio: message.audio }),
    ...(message.role === null ? {} : { role: message.role }),
    content: plainContent(message.content),
    refusal: message.refusal,
  };
  // The SDK keeps nothing but these for a legacy function call.
  if (message.functionCall !== null) {
    const { name, arguments: text } = message.functionCall;
    return { ...common, function_call: { name, arguments: text } };
  }
  const toolCalls = message.toolCalls;
  return { ...message.fields, ...common, ...(toolCalls === null ? {} : { tool_calls: plainToolCalls(toolCalls) }) };
}

function currentMessage(message: MessageSnapshot): JsonObject {
  return {
    ...message.fields,
    ...(message.role === null ? {} : { role: message.role }),
    ...(message.content === null ? {} : { content: plainContent(message.content) }),
    ...(message.refusal === null ? {} : { refusal: message.refusal }),
    ...(message.audio === null ? {} : { audio: message.audio }),
    ...(message.functionCall === null ? {} : { function_call: message.functionCall }),
    ...(message.toolCalls === null ? {} : { tool_calls: plainToolCalls(message.toolCalls) }),
  };
}

function plainContent(content: MessageSnapshot['content']): unknown {
  return typeof content === 'object' && content !== null ? toArray(content) : content;
}

function plainToolCalls(calls: readonly (ToolCallSnapshot | undefined)[]): readonly unknown[] {
  return withoutHoles(calls).map((call) => ({
    ...call.fields,
    ...(call.id === null ? {} : { id: call.id }),
    ...(call.type === null ? {} : { type: call.type }),
    ...(call.function === null ? {} : { function: call.function }),
    ...(call.custom === null ? {} : { custom: call.custom }),
  }));
}

function plainLogprobs(logprobs: LogprobsSnapshot | null): unknown {
  if (logprobs === null) return null;
  return { ...logprobs.fields, ...tokens('content', logprobs.content), ...tokens('refusal', logprobs.refusal) };
}

function tokens(name: string, list: AppendList<unknown> | null | undefined): JsonObject {
  if (list === undefined) return {};
  return { [name]: list === null ? null : toArray(list) };
}

/** Servers that number from 1, or leave a number out: the SDK throws at such holes, here they close up. */
function withoutHoles<Item>(items: readonly (Item | undefined)[]): readonly Item[] {
  return items.filter((item) => item !== undefined);
}
