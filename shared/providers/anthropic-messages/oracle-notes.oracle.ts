/** Where the recordings' oracles are not followed for Anthropic Messages, each with the fact that explains it. */
import type { OracleNotes } from '../../../tests/support/oracle-notes.ts';

const betaOnly =
  'The oracle used the stable namespace, whose accumulator drops this beta field though it is on the wire';

export const oracleNotes: OracleNotes = {
  format: 'anthropic-messages',
  deviations: {
    'anthropic-messages/antpy-compaction-response': {
      because: betaOnly,
      native: ['content[].content', 'content[].encrypted_content'],
    },
    'anthropic-messages/antpy-fallback-credit-response': { because: betaOnly, native: ['usage.fallback_credit'] },
    'anthropic-messages/vercel-anthropic-advisor-20250301-1': { because: betaOnly, native: ['usage.iterations'] },
    'anthropic-messages/vercel-anthropic-fallback': {
      because: `${betaOnly}; the fallback block names the model that answered`,
      native: ['usage.iterations', 'model'],
      summary: ['responseModel'],
    },
    'anthropic-messages/antpy-basic-response': {
      because:
        'The last event has no blank line: the AI SDK drops it and calls the stream interrupted; we read and flag it',
      summary: ['rawFinishReason', 'usage'],
    },
    'anthropic-messages/vercel-spliced-message-start': {
      because: 'The AI SDK stops at the second message_start; we keep what follows beside it and report a problem',
      summary: ['reasoning', 'toolCalls', 'responseId', 'rawFinishReason'],
    },
  },
};
