/** Where the recordings' oracles are not followed for Cohere's Chat v2, each with the fact that explains it; and the events check. */
import { expect } from 'vitest';
import type { Deviation, OracleNotes } from '../../../tests/support/oracle-notes.ts';
import { sseEventsOf, withCamelCase } from '../../../tests/support/sse-events.ts';
import { isObject } from '../json-reading.ts';

const noId: Deviation = {
  because:
    'The AI SDK looks for generation_id, which API v2 does not send; the id is on the wire and in the official object',
  summary: ['responseId'],
};

const noPlan: Deviation = {
  because: 'The AI SDK drops tool_plan, the chain of thought before a tool call; we show it as reasoning',
  summary: ['reasoning'],
};

export const oracleNotes: OracleNotes = {
  format: 'cohere-v2',
  deviations: {
    'cohere-v2/otllm-cohere-v2-chat-legacy': noId,
    'cohere-v2/otllm-cohere-v2-chat-legacy-with-tool-calls-and-history': {
      because: `${noId.because}. ${noPlan.because}`,
      summary: ['responseId', 'reasoning'],
    },
    'cohere-v2/rubyllm-chat-citations-with-cohere-command-a-plus-05-2026-cites-beacb3': noId,
    'cohere-v2/rubyllm-chat-function-calling-cohere-command-a-03-2025-can-use-t-bf5a2a': noPlan,
    'cohere-v2/rubyllm-chat-function-calling-cohere-command-a-03-2025-can-use-t-bf5a2a-3': noPlan,
  },
  /** `cohere-ai` parses every event but `[DONE]` and renames fields: the same data under the same names otherwise. */
  checkEvents: (decoded, fixture) => {
    const used = decoded.records.filter((record) => record.outcome === 'used');
    const wire = sseEventsOf(fixture.body).filter((event) => isObject(event));
    expect(used.map((record) => record.type)).toEqual(wire.map((event) => event.type));
    expect(withCamelCase(wire)).toEqual(withCamelCase(fixture.events));
  },
};
