/**
 * Cohere's first chat API on the wire: one JSON object per line (`application/stream+json`), the last with the whole answer,
 * or that answer alone. Superseded by v2, still served. `native` follows `cohere-ai`'s `client.chat()`.
 * @see https://docs.cohere.com/v1/reference/chat-stream
 * @see https://github.com/cohere-ai/cohere-typescript/blob/main/src/serialization/types/NonStreamedChatResponse.ts (8.1.0)
 */
import type { SdkShape } from '../sdk-shape.ts';

const open = { unknownFields: 'kept', nulls: 'dropped' } as const;

const counts: SdkShape = {
  ...open,
  fields: { input_tokens: { name: 'inputTokens' }, output_tokens: { name: 'outputTokens' } },
};

const meta: SdkShape = {
  ...open,
  fields: {
    api_version: {
      name: 'apiVersion',
      shape: {
        ...open,
        fields: { is_deprecated: { name: 'isDeprecated' }, is_experimental: { name: 'isExperimental' } },
      },
    },
    billed_units: {
      name: 'billedUnits',
      shape: {
        ...open,
        fields: { ...counts.fields, images: {}, search_units: { name: 'searchUnits' }, classifications: {} },
      },
    },
    tokens: { shape: counts },
    cached_tokens: { name: 'cachedTokens' },
    warnings: {},
  },
};

const searchQuery: SdkShape = { ...open, fields: { generation_id: { name: 'generationId' } } };

const searchResult: SdkShape = {
  ...open,
  fields: {
    search_query: { name: 'searchQuery', shape: searchQuery },
    document_ids: { name: 'documentIds' },
    error_message: { name: 'errorMessage' },
    continue_on_failure: { name: 'continueOnFailure' },
  },
};

/** A message of `chat_history`; names inside a tool's `parameters` and `outputs` are the user's. */
const message: SdkShape = {
  ...open,
  fields: { tool_calls: { name: 'toolCalls' }, tool_results: { name: 'toolResults' } },
};

/** `NonStreamedChatResponse`. */
export const chatResponseShape: SdkShape = {
  ...open,
  fields: {
    generation_id: { name: 'generationId' },
    response_id: { name: 'responseId' },
    citations: { shape: { ...open, fields: { document_ids: { name: 'documentIds' } } } },
    documents: {},
    is_search_required: { name: 'isSearchRequired' },
    search_queries: { name: 'searchQueries', shape: searchQuery },
    search_results: { name: 'searchResults', shape: searchResult },
    finish_reason: { name: 'finishReason' },
    tool_calls: { name: 'toolCalls' },
    chat_history: { name: 'chatHistory', shape: message },
    meta: { shape: meta },
  },
};
