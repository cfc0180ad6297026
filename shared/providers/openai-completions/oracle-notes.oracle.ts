/** Where the recordings' oracles are not followed for OpenAI Completions, each with the fact that explains it; and the events check. */
import { expect } from 'vitest';
import type { OracleNotes } from '../../../tests/support/oracle-notes.ts';
import { sseEventsOf } from '../../../tests/support/sse-events.ts';
import { isObject } from '../json-reading.ts';

export const oracleNotes: OracleNotes = {
  format: 'openai-completions',
  findings: {
    'writer-openai-completions/otllm-writer-streaming-completions-with-events-with-content': {
      because: 'Writer sends bare {value} chunks',
      kinds: ['choices-missing'],
    },
  },
  deviations: {
    'writer-openai-completions/otllm-writer-streaming-completions-with-events-with-content': {
      because: "Writer's chunks are a bare {value: text}; the AI SDK refuses each of them and returns no text",
      summary: ['text'],
    },
  },
  /** `openai` hands out each event's data as it is, but for `[DONE]`: every one of them is a used event of ours. */
  checkEvents: (decoded, fixture) => {
    const wire = sseEventsOf(fixture.body).filter((event) => isObject(event));
    expect(fixture.events).toEqual(wire);
    expect(decoded.records.filter((record) => record.outcome === 'used')).toHaveLength(wire.length);
  },
};
