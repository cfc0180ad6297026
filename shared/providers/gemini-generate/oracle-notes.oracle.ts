/** Where the recordings' oracles are not followed for Gemini's generateContent, and how the SDK's own events are compared. */
import { expect } from 'vitest';
import { eventObjects, expectContained } from '../../../tests/support/event-objects.ts';
import type { OracleNotes } from '../../../tests/support/oracle-notes.ts';

export const oracleNotes: OracleNotes = {
  format: 'gemini-generate',
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
