/** Families whose chunks are another format's events: Claude, Nova, and all that speak OpenAI's chat. Read by those adapters. */
import { anthropicMessagesAdapter } from '../anthropic-messages/adapter.ts';
import { bedrockConverseAdapter } from '../bedrock-converse/adapter.ts';
import { asObjects, isObject, type JsonObject, parseJson } from '../json-reading.ts';
import { openaiChatAdapter } from '../openai-chat/adapter.ts';
import type { FamilyReader } from './family.ts';

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html */
export const claudeReader: FamilyReader<ReturnType<typeof anthropicMessagesAdapter.begin>> = anthropicMessagesAdapter;

type ConverseState = ReturnType<typeof bedrockConverseAdapter.begin>;

/**
 * Nova's chunks are Converse's events, each in an object under its name.
 * @see https://docs.aws.amazon.com/nova/latest/userguide/using-invoke-api.html
 */
export const novaReader: FamilyReader<ConverseState> = {
  ...bedrockConverseAdapter,
  step: (state, event) => {
    const parsed = event.framing === 'json' ? null : parseJson(event.data);
    const chunk = parsed?.ok && isObject(parsed.value) ? parsed.value : {};
    const name = Object.keys(chunk).find((key) => isObject(chunk[key]) && novaEvents.has(key));
    if (name === undefined) return bedrockConverseAdapter.step(state, event);
    return bedrockConverseAdapter.step(state, { ...event, name, data: JSON.stringify(chunk[name]) });
  },
  // Nova's whole answer is not Converse's to the letter: it is shown as it came.
  native: (state) => state.body ?? bedrockConverseAdapter.native(state),
};

const novaEvents: ReadonlySet<string> = new Set([
  'messageStart',
  'contentBlockStart',
  'contentBlockDelta',
  'contentBlockStop',
  'messageStop',
  'metadata',
]);

/** Is this a chunk or an answer of Nova's? */
export function isNova(body: JsonObject): boolean {
  if (isObject(body.output) && isObject(body.output.message)) return true;
  return Object.keys(body).some((key) => novaEvents.has(key) && isObject(body[key]));
}

type ChatState = ReturnType<typeof openaiChatAdapter.begin>;

/**
 * OpenAI's chat as AI21's Jamba, Mistral's newer models, DeepSeek, Qwen and gpt-oss speak it on Bedrock. Mistral's say
 * `stop_reason`, and `message` in a stream too.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-chat-completion.html
 */
export const chatReader: FamilyReader<ChatState> = {
  ...openaiChatAdapter,
  step: (state, event) => {
    const parsed = needsRewriting(event.data) ? parseJson(event.data) : null;
    if (parsed === null || !parsed.ok || !isObject(parsed.value)) return openaiChatAdapter.step(state, event);
    const isWhole = event.framing === 'json';
    const step = openaiChatAdapter.step(state, {
      ...event,
      data: JSON.stringify(inOpenaiWords(parsed.value, isWhole)),
    });
    return isWhole ? { ...step, state: { ...step.state, body: parsed.value } } : step;
  },
};

function needsRewriting(data: string): boolean {
  return data.includes('"stop_reason"') || data.includes('"message"');
}

function inOpenaiWords(chunk: JsonObject, isWhole: boolean): JsonObject {
  const choices = asObjects(chunk.choices).map((item) => {
    const { message, stop_reason, ...rest } = item;
    return {
      ...rest,
      ...(message === undefined ? {} : { [isWhole || item.delta !== undefined ? 'message' : 'delta']: message }),
      finish_reason: item.finish_reason ?? stop_reason ?? null,
    };
  });
  return { ...chunk, choices };
}

/** Is this a chunk or an answer of OpenAI's chat? */
export function isChat(body: JsonObject): boolean {
  const choices = asObjects(body.choices);
  return choices.some((item) => isObject(item.delta) || isObject(item.message)) || isBareChat(body);
}

/** A chunk without choices (usage alone) says what it is by its name. */
function isBareChat(body: JsonObject): boolean {
  return Array.isArray(body.choices) && typeof body.object === 'string' && body.object.startsWith('chat.completion');
}
