/** Where the recordings' oracles are not followed for the Interactions API, and how the SDK's own events are compared. */
import { expect } from 'vitest';
import { eventObjects } from '../../../tests/support/event-objects.ts';
import type { OracleNotes } from '../../../tests/support/oracle-notes.ts';

/** What `@google/genai` 3.x adds to a whole interaction; none of it is on the wire. */
const added = {
  because: 'The SDK adds continuation_ids and usage.initial_input_tokens, which are not on the wire',
  native: ['continuation_ids', 'usage.initial_input_tokens'],
};

export const oracleNotes: OracleNotes = {
  format: 'gemini-interactions',
  deviations: {
    'google-gemini-interactions/arize-generate-interactions-async-false': added,
    'google-gemini-interactions/arize-generate-interactions-multi-model-messages-false': added,
  },
  /** The SDK gives every event as it is on the wire, up to `[DONE]`. */
  checkEvents: (decoded, fixture) => {
    expect(eventObjects(decoded, fixture.body)).toEqual(fixture.events);
  },
};
