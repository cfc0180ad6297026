/** Where the recordings' oracles are not followed for OpenAI Chat Completions, each with the fact that explains it. */
import type { OracleNotes } from '../../../tests/support/oracle-notes.ts';

export const oracleNotes: OracleNotes = {
  format: 'openai-chat',
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
