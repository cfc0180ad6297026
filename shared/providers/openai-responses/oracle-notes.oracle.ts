/** Where the recordings' oracles are not followed for OpenAI Responses, each with the fact that explains it. */
import type { Deviation, OracleNotes } from '../../../tests/support/oracle-notes.ts';

const hostedTool: Deviation = {
  because:
    'The AI SDK leaves the input of tools that the provider runs empty, and puts the query or prompt into the result',
  summary: ['toolCalls'],
};

const ownNames: Deviation = {
  because: 'The AI SDK adds to the input of a built-in tool what is no input (call id, container, fingerprint)',
  summary: ['toolCalls'],
};

const reasoningText: Deviation = {
  because: 'The AI SDK reads reasoning summaries only, not the reasoning_text that servers of open models send',
  summary: ['reasoning'],
};

export const oracleNotes: OracleNotes = {
  format: 'openai-responses',
  losses: [
    {
      because: 'The recorder put several answers into one file: `native` is the last one, as in the SDK before 2026',
      fixtures: ['azure-openai-responses/vercel-azure-reasoning-encrypted-content-1'],
      paths: ['arguments', 'item.', 'response.output[].'],
    },
  ],
  findings: {
    'azure-openai-responses/vercel-azure-reasoning-encrypted-content-1': {
      because: 'The recorder put several answers into one file',
      kinds: ['second-response'],
    },
    'openai-responses/pydantic-openai-responses-model-mcp-list-tools-stream-backfills-602195': {
      because: 'OpenAI told the end of one of three tool lists only; the sequence numbers have no gap',
      kinds: ['block-not-closed'],
    },
    'openai-responses/vercel-openai-shell-container-1': {
      because: 'The recorder shortened the pieces of the text, not the whole',
      kinds: ['text-mismatch'],
    },
  },
  deviations: {
    'azure-openai-responses/vercel-azure-web-search-preview-tool-1': hostedTool,
    'deepseek-openai-responses/rubyllm-chat-responses-protocol-dialects-with-deepseek-deepseek-da6ba7': reasoningText,
    'lmstudio-openai-responses/vercel-lmstudio-tool-call-2': reasoningText,
    'openai-responses/pydantic-openai-client-tool-search-streaming': ownNames,
    'openai-responses/pydantic-openai-responses-code-execution-return-image-stream': ownNames,
    'openai-responses/pydantic-openai-responses-model-web-search-tool-stream': hostedTool,
    'openai-responses/vercel-openai-apply-patch-tool-1': ownNames,
    'openai-responses/vercel-openai-apply-patch-tool-delete-1': ownNames,
    'openai-responses/vercel-openai-client-tool-search-1': ownNames,
    'openai-responses/vercel-openai-web-search-tool-1': hostedTool,
    'openai-responses/vercel-programmatic-tool-calling-1': ownNames,
    'xai-openai-responses/rubyllm-chat-web-search-with-xai-grok-4-3-searches-cites-and-cou-1ed175': hostedTool,
    'xai-openai-responses/vercel-xai-image-generation-tool-1': hostedTool,
    'xai-openai-responses/vercel-xai-x-search-tool': {
      because:
        'The AI SDK lists calls in the order in which they ended, we in that of the output; hosted inputs as above',
      summary: ['toolCalls'],
    },
  },
};
