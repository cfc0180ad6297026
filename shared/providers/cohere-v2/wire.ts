/**
 * Cohere's Chat API v2 on the wire: named SSE events whose `type` repeats their name, or one JSON document.
 * `native` follows `cohere-ai`, which renames known fields to camelCase.
 * @see https://docs.cohere.com/reference/chat-stream
 * @see https://docs.cohere.com/reference/chat
 * @see https://github.com/cohere-ai/cohere-typescript/tree/main/src/serialization (8.1.0)
 */
import type { SdkShape } from '../sdk-shape.ts';

const open = { unknownFields: 'kept', nulls: 'dropped' } as const;

const source: SdkShape = {
  ...open,
  fields: { id: {}, tool_output: { name: 'toolOutput' }, document: {} },
};

const citation: SdkShape = {
  ...open,
  fields: {
    start: {},
    end: {},
    text: {},
    type: {},
    sources: { shape: source },
    content_index: { name: 'contentIndex' },
  },
};

const counts: SdkShape = {
  ...open,
  fields: {
    input_tokens: { name: 'inputTokens' },
    output_tokens: { name: 'outputTokens' },
  },
};

const usage: SdkShape = {
  ...open,
  fields: {
    billed_units: {
      name: 'billedUnits',
      shape: {
        ...open,
        fields: { ...counts.fields, search_units: { name: 'searchUnits' }, classifications: {} },
      },
    },
    tokens: { shape: counts },
    cached_tokens: { name: 'cachedTokens' },
  },
};

/** `V2ChatResponse`. */
export const chatResponseShape: SdkShape = {
  ...open,
  fields: {
    finish_reason: { name: 'finishReason' },
    message: {
      shape: {
        ...open,
        fields: {
          tool_calls: { name: 'toolCalls' },
          tool_plan: { name: 'toolPlan' },
          content: {},
          citations: { shape: citation },
        },
      },
    },
    usage: { shape: usage },
    logprobs: { shape: { ...open, fields: { text: {}, token_ids: { name: 'tokenIds' }, logprobs: {} } } },
  },
};
