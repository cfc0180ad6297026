/** Where the recordings' oracles are not followed for Anthropic Messages, each with the fact that explains it. */
import type { OracleNotes } from '../../../tests/support/oracle-notes.ts';

const betaOnly =
  'The oracle used the stable namespace, whose accumulator drops this beta field though it is on the wire';

export const oracleNotes: OracleNotes = {
  format: 'anthropic-messages',
  losses: [
    {
      because:
        'The SDK refuses what follows a second message_start: its snapshot stays as it was, the completion goes on',
      fixtures: [
        'anthropic-messages/vercel-anthropic-programmatic-tool-calling-1',
        'anthropic-messages/vercel-spliced-message-start',
      ],
      paths: [
        'message.id',
        'content_block.id',
        'content_block.tool_use_id',
        'content_block.content.return_code',
        'content_block.content.stdout',
        'delta.thinking',
        'delta.signature',
        'delta.stop_reason',
      ],
    },
    {
      because: 'A running estimate beside thinking that is not shown: the SDK drops it',
      fixtures: ['anthropic-messages/ddjs-claude-agent-sdk-v1-messages-beta-true-post-1a9ef989'],
      paths: ['delta.estimated_tokens'],
    },
  ],
  findings: {
    'anthropic-messages/antpy-basic-response': {
      because: 'The recording ends after the last data line',
      kinds: ['unterminated-event'],
    },
    'anthropic-messages/antpy-refusal-response': {
      because: 'message_start counts 1 output token, message_delta 0',
      kinds: ['usage-decreased'],
    },
    'anthropic-messages/vercel-anthropic-programmatic-tool-calling-1': {
      because: 'The recorder put several answers into one file',
      kinds: ['second-message-start'],
    },
    'anthropic-messages/vercel-midstream-overloaded': {
      because: 'The recording has no event lines but for the error',
      kinds: ['event-name-missing'],
    },
    'anthropic-messages/vercel-spliced-message-start': {
      because: 'Made to have two starts',
      kinds: ['second-message-start'],
    },
  },
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
