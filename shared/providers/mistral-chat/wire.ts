/**
 * Mistral's Chat Completions on the wire: OpenAI's format with content as a list of chunks where there is more than text
 * (`thinking`, `reference`), and `p`, padding against traffic analysis. `native` follows `@mistralai/mistralai`, which
 * renames fields to camelCase, drops those it does not know and puts defaults where the wire has none.
 * @see https://docs.mistral.ai/api/endpoint/chat
 * @see https://docs.mistral.ai/capabilities/reasoning
 * @see https://docs.mistral.ai/capabilities/citations
 * @see https://github.com/mistralai/client-ts/tree/main/src/models/components (2.7.0)
 */
import type { SdkShape } from '../sdk-shape.ts';

const strict = { unknownFields: 'dropped', nulls: 'kept' } as const;

/** Chunks of content that the SDK knows; it hands out any other as `{ raw, type: 'UNKNOWN', isUnknown: true }`. */
export const contentTypes: ReadonlySet<string> = new Set([
  'image_url',
  'document_url',
  'text',
  'reference',
  'file',
  'thinking',
  'input_audio',
]);

const thinkingShape: SdkShape = {
  ...strict,
  fields: {
    type: {},
    text: {},
    reference_ids: { name: 'referenceIds' },
    tool: {},
    title: {},
    url: {},
    favicon: {},
    description: {},
  },
};

/** All chunks of content in one: no two of them use a name differently. */
export const contentShape: SdkShape = {
  ...strict,
  fields: {
    type: {},
    text: {},
    thinking: { shape: thinkingShape },
    signature: {},
    closed: {},
    reference_ids: { name: 'referenceIds' },
    image_url: { name: 'imageUrl' },
    document_url: { name: 'documentUrl' },
    document_name: { name: 'documentName' },
    file_id: { name: 'fileId' },
    input_audio: { name: 'inputAudio' },
  },
};

const usageShape: SdkShape = {
  unknownFields: 'kept',
  nulls: 'kept',
  fields: {
    prompt_tokens: { name: 'promptTokens' },
    completion_tokens: { name: 'completionTokens' },
    total_tokens: { name: 'totalTokens' },
    prompt_audio_seconds: { name: 'promptAudioSeconds' },
    service_tier: { name: 'serviceTier' },
  },
  defaults: { promptTokens: 0, completionTokens: 0, totalTokens: 0 },
};

const toolCallShape: SdkShape = {
  ...strict,
  fields: { id: {}, type: {}, function: { shape: { ...strict, fields: { name: {}, arguments: {} } } }, index: {} },
  defaults: { id: 'null', type: 'function', index: 0 },
};

const messageShape: SdkShape = {
  ...strict,
  // Content is read apart, chunk by chunk.
  fields: { role: {}, content: {}, tool_calls: { name: 'toolCalls', shape: toolCallShape }, prefix: {} },
  defaults: { role: 'assistant', prefix: false },
};

/** A message of an answer that has several (agents); its content stays as it is on the wire. */
const agentMessageShape: SdkShape = {
  ...strict,
  fields: {
    role: {},
    content: {},
    tool_calls: { name: 'toolCalls', shape: toolCallShape },
    tool_call_id: { name: 'toolCallId' },
    index: {},
    metadata: {},
  },
};

/** `ChatCompletionResponse`. */
export const completionShape: SdkShape = {
  ...strict,
  fields: {
    id: {},
    object: {},
    model: {},
    usage: { shape: usageShape },
    created: {},
    choices: {
      shape: {
        ...strict,
        fields: {
          index: {},
          message: { shape: messageShape },
          messages: { shape: agentMessageShape },
          finish_reason: { name: 'finishReason' },
        },
      },
    },
  },
};
