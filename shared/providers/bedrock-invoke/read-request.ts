/** An invoke request body as a conversation: in the words of the model's family, which its shape shows. */
import type { RequestMessage, RequestReading } from '../../model/request-reading.ts';
import type { RequestFacts } from '../adapter.ts';
import { readMessagesRequest } from '../anthropic-messages/read-request.ts';
import { readModelId } from '../bedrock-common/model-id.ts';
import { readConverseRequest } from '../bedrock-converse/read-request.ts';
import { asObject, asObjects, asString, asText, isObject, type JsonObject } from '../json-reading.ts';
import { readChatRequest } from '../openai-chat/read-request.ts';
import { readParameters } from '../request-fields.ts';

/**
 * Model and streaming stand in the path, whatever the body says.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
 */
export function readInvokeRequest(body: unknown, request: RequestFacts): RequestReading | null {
  if (!isObject(body)) return null;
  const model = readModelId(request.path);
  const reading = readMessages(body, request, model) ?? readPrompt(body);
  return reading === null ? null : { ...reading, model, isStreaming: /stream\/?$/.test(request.path) };
}

function readMessages(body: JsonObject, request: RequestFacts, model: string | null): RequestReading | null {
  if (!Array.isArray(body.messages)) return null;
  if (body.anthropic_version !== undefined || model?.includes('anthropic.') === true) return readMessagesRequest(body);
  return isNovaRequest(body) ? readConverseRequest(body, request) : readChatRequest(body);
}

/** Nova's parts are Converse's: `{"text":…}` without a `type`. */
function isNovaRequest(body: JsonObject): boolean {
  if (typeof body.schemaVersion === 'string' || isObject(body.inferenceConfig)) return true;
  const [part] = asObjects(asObjects(body.messages)[0]?.content);
  return part !== undefined && part.type === undefined;
}

const promptFields = ['prompt', 'inputText', 'message', 'query'] as const;

/** A prompt, with what Cohere's chat puts beside it; or the texts of an embedding, the words for a picture. */
function readPrompt(body: JsonObject): RequestReading | null {
  const name = promptFields.find((field) => typeof body[field] === 'string');
  const pictured = asObject(body.textToImageParams);
  const messages = [
    ...textMessage('system', body.preamble, 'preamble'),
    ...asObjects(body.chat_history).flatMap(readTurn),
    ...(name === undefined ? [] : textMessage('user', body[name], name)),
    ...textMessage('user', pictured?.text, 'textToImageParams.text'),
    ...textList(body.texts, 'texts'),
    ...asObjects(body.text_prompts).flatMap((item, at) => textMessage('user', item.text, `text_prompts[${at}]`)),
  ];
  if (messages.length === 0) return null;
  const taken = [name ?? '', 'preamble', 'chat_history', 'texts', 'text_prompts', 'tools'];
  const tools = asObjects(body.tools).map((tool, position) => ({
    name: asText(tool.name) ?? '',
    description: asText(tool.description),
    schema: tool.parameter_definitions ?? null,
    path: `tools[${position}]`,
  }));
  return { model: null, isStreaming: false, messages, tools, parameters: readParameters(body, taken) };
}

function readTurn(turn: JsonObject, position: number): readonly RequestMessage[] {
  const role = turn.role === 'CHATBOT' ? 'assistant' : turn.role === 'SYSTEM' ? 'system' : 'user';
  return textMessage(role, turn.message, `chat_history[${position}]`);
}

function textList(value: unknown, path: string): readonly RequestMessage[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((text, position) => textMessage('user', text, `${path}[${position}]`));
}

function textMessage(role: RequestMessage['role'], value: unknown, path: string): readonly RequestMessage[] {
  const text = asString(value);
  if (text === null) return [];
  return [{ role, name: null, parts: [{ kind: 'text', text }], hasCacheMarker: false, path }];
}
