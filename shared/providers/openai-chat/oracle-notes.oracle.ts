/** Where the recordings' oracles are not followed for OpenAI Chat Completions, each with the fact that explains it. */
import type { OracleNotes } from '../../../tests/support/oracle-notes.ts';

export const oracleNotes: OracleNotes = {
  format: 'openai-chat',
  losses: [
    {
      because:
        "OpenAI's moderation chunk says `usage: null` after the counts: the SDK keeps the last value, the completion keeps the counts",
      fixtures: ['openai-chat/pydantic-openai-moderation-stream'],
      paths: ['usage.'],
    },
    {
      because: 'The SDK throws at the error event, which also holds the counts',
      fixtures: ['openrouter-openai-chat/pydantic-openrouter-stream-error'],
      paths: ['usage.'],
    },
    {
      because: 'Every chunk has an empty id: the SDK then takes nothing but choices from it',
      fixtures: ['snowflake-openai-chat/pydantic-snowflake-thinking-streaming'],
      paths: ['usage.'],
    },
    {
      because: 'The SDK keeps the last value of a field that it does not know; the completion joins the reasoning',
      fixtures: ['openrouter-openai-chat/*'],
      paths: ['choices[].delta.reasoning', 'choices[].delta.reasoning_details[].text'],
    },
    {
      because: 'The SDK keeps the last x_groq alone',
      fixtures: ['groq-openai-chat/*'],
      paths: ['x_groq.seed'],
    },
  ],
  findings: {
    'azure-openai-chat/semkernel-chat-completion-streaming-response': {
      because: 'The recording ends right after `data: [DONE]`',
      kinds: ['unterminated-event'],
    },
    'huggingface-openai-chat/semkernel-chatcompletion-test-stream-response': {
      because: 'Text Generation Inference 1.4: empty ids; the recording has no [DONE]',
      kinds: ['no-terminator', 'id-missing'],
    },
    'openai-chat/oteljs-openai-streaming-chat-completions-copes-with-chunks-missi-1d9975': {
      because: 'A stream of a test whose chunks lack choices',
      kinds: ['choices-missing'],
    },
    'snowflake-openai-chat/pydantic-snowflake-thinking-streaming': {
      because: 'Snowflake sends empty ids and no finish_reason',
      kinds: ['no-finish-reason', 'id-missing'],
    },
  },
  deviations: {
    'openai-chat/oteljs-openai-streaming-chat-completions-copes-with-chunks-missi-1d9975': {
      because: 'The SDK throws at a chunk without choices; we read on to the finish reason',
      native: ['object', 'system_fingerprint', 'choices[].finish_reason', 'choices[].message.refusal'],
    },
    'snowflake-openai-chat/pydantic-snowflake-thinking-streaming': {
      because: 'The AI SDK does not read reasoning_details, where this vendor alone puts its reasoning',
      summary: ['reasoning'],
    },
    'xai-openai-chat/vercel-xai-text': {
      because:
        'xAI counts reasoning tokens beside completion_tokens: we show its total_tokens, the AI SDK the sum of two',
      summary: ['totalTokens'],
    },
  },
};
