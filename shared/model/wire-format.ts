/** The names of the wire formats: what an API's request and response bodies look like, whoever serves them. */

/** Every wire format with a name. `unknown` is an API that no adapter claims: generic view, every event kept. */
export const wireFormats = [
  'openai-chat',
  'openai-completions',
  'openai-responses',
  'anthropic-messages',
  'gemini-generate',
  'gemini-interactions',
  'ollama-chat',
  'ollama-generate',
  'cohere-v2',
  'mistral-chat',
  'bedrock-converse',
  'bedrock-invoke',
  'openai-realtime',
  'gemini-live',
  'cohere-v1',
  // Calls around the conversation, whoever serves them.
  'embeddings',
  'rerank',
  'images',
  'audio',
  'moderations',
  'models',
  'token-count',
  'batches',
  'unknown',
] as const;

export type WireFormat = (typeof wireFormats)[number];

/** How events are cut out of a response body. `none`: an opaque body (image, empty, text). `websocket`: one message each. */
export type Framing = 'sse' | 'ndjson' | 'json' | 'json-array' | 'aws-eventstream' | 'websocket' | 'none';
