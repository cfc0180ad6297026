/** Events of a stream of JSON lines, as the official SDK hands them out: each line as it is. */
import { expect } from 'vitest';
import type { DecodedBody } from '../../shared/reconstruct/decode-body.ts';
import type { Fixture } from './fixtures.ts';

/** Every line is an event of the SDK's and one of ours; a line that says nothing is ignored. */
export function expectLines(decoded: DecodedBody, { body, events }: Fixture): void {
  const lines = new TextDecoder()
    .decode(body)
    .split('\n')
    .filter((line) => line.trim() !== '');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(events);
  const { total, unknown, malformed } = decoded.events;
  expect({ total, unknown, malformed }).toEqual({ total: lines.length, unknown: 0, malformed: 0 });
}
