/** Where the recordings' oracles are not followed for Gemini's generateContent, and how the SDK's own events are compared. */
import { expect } from 'vitest';
import { eventObjects, expectContained } from '../../../tests/support/event-objects.ts';
import type { OracleNotes } from '../../../tests/support/oracle-notes.ts';

export const oracleNotes: OracleNotes = {
  format: 'gemini-generate',
  losses: [
    {
      because: 'A body that is no answer at all',
      fixtures: ['vertex-gemini-generate/firebase-vertexai-streaming-failure-invalid-json'],
      paths: ['this[].is.not[].a'],
    },
    {
      because: 'The last chunk counts anew without it, and the last counts stand',
      fixtures: ['google-gemini-generate/pydantic-native-output-with-builtin-tools-stream'],
      paths: ['usageMetadata.candidatesTokenCount'],
    },
  ],
  findings: {
    'google-gemini-generate/pydantic-google-model-file-search-grounding-gemini-3-true-4': {
      because: 'Gemini 3 begins to count anew when its own tool has answered',
      kinds: ['usage-decreased'],
    },
    'google-gemini-generate/pydantic-native-output-with-builtin-tools-stream': {
      because: 'Gemini 3 begins to count anew when its own tool has answered',
      kinds: ['usage-decreased'],
    },
    'vertex-gemini-generate/arize-gemini-token-counts-streaming': {
      because: 'No chunk has a finishReason',
      kinds: ['no-finish-reason'],
    },
    'vertex-gemini-generate/firebase-vertexai-streaming-failure-invalid-json': {
      because: 'Made to be no answer',
      kinds: ['unknown-event', 'truncated'],
    },
    'vertex-gemini-generate/firebase-vertexai-streaming-failure-malformed-content': {
      because: 'Made to be malformed: it stops without a reason',
      kinds: ['truncated'],
    },
    'vertex-gemini-generate/firebase-vertexai-streaming-failure-unknown-finish-enum': {
      because: 'Vertex AI of 2023 put STOP into every chunk and counted nothing',
      kinds: ['data-after-finish', 'usage-missing'],
    },
    'vertex-gemini-generate/firebase-vertexai-streaming-success-quotes-escaped': {
      because: 'The recording stops in its last event',
      kinds: ['truncated', 'unterminated-event'],
    },
  },
  deviations: {
    'google-gemini-generate/rubyllm-chat-code-execution-with-gemini-gemini-3-5-flash-runs-co-ac8ba3': {
      because: 'The AI SDK makes up an id for code that the model runs, and the oracle leaves it out: the wire has one',
      summary: ['toolCalls'],
    },
    'vertex-gemini-generate/arize-gemini-token-counts-streaming': {
      because:
        'Read off the SDK as it is: it shows no response id, and candidatesTokenCount leaves out the 232 thought tokens that totalTokenCount counts',
      summary: ['responseId', 'usage'],
    },
    'vertex-gemini-generate/firebase-vertexai-streaming-success-quotes-escaped': {
      because: 'The last event has no closing blank line: the SDKs drop it, we read it and flag it',
      summary: ['text'],
    },
    'vertex-gemini-generate/firebase-vertexai-unary-success-google-maps-grounding': {
      because: 'The SDK for AI Studio, which read this answer of Vertex AI, drops createTime',
      native: ['createTime'],
    },
  },
  /**
   * `@google/genai` keeps the fields that it knows (no `createTime` on AI Studio, nothing of a chunk that is none): every
   * event holds at least what it parsed, and there are as many.
   */
  checkEvents: (decoded, fixture) => {
    const ours = eventObjects(decoded, fixture.body);
    const theirs = fixture.events as readonly unknown[];
    expect(ours.length).toBe(theirs.length);
    for (const [index, event] of theirs.entries()) expectContained(ours[index], event, `event ${index}`);
  },
};
