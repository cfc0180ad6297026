/** The recordings of Cohere's first chat API (filed under `other`): no oracle is set aside; the events check. */
import { expect } from 'vitest';
import type { OracleNotes } from '../../../tests/support/oracle-notes.ts';
import { withCamelCase } from '../../../tests/support/sse-events.ts';

export const oracleNotes: OracleNotes = {
  format: 'cohere-v1',
  deviations: {},
  /** `cohere-ai` parses every line and renames fields: the same data under the same names otherwise. */
  checkEvents: (decoded, fixture) => {
    const lines = new TextDecoder()
      .decode(fixture.body)
      .split('\n')
      .filter((line) => line.trim() !== '');
    const wire = lines.map((line) => JSON.parse(line) as { readonly event_type: string });
    expect(decoded.records.map((record) => record.type)).toEqual(wire.map((line) => line.event_type));
    expect(withCamelCase(wire)).toEqual(withCamelCase(fixture.events));
  },
};
