/** A recording's events as parsed JSON, read from the byte ranges that we gave them: a wrong range shows here too. */
import { expect } from 'vitest';
import type { DecodedBody } from '../../shared/reconstruct/decode-body.ts';

/** The JSON of every event with data, in order. Comments and end markers that are no JSON are left out. */
export function eventObjects(decoded: DecodedBody, body: Uint8Array): readonly unknown[] {
  return decoded.records
    .map((record) => new TextDecoder().decode(body.subarray(record.byteStart, record.byteEnd)))
    .map((text) => (decoded.framing === 'sse' ? dataOf(text) : text))
    .filter((text) => /^\s*[{[]/.test(text) && text.trim() !== '[DONE]')
    .map((text) => JSON.parse(text) as unknown);
}

function dataOf(block: string): string {
  return block
    .split(/\r\n|\r|\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice('data:'.length).replace(/^ /, ''))
    .join('\n');
}

/** Everything in `part` is in `whole`, with the same value; `whole` may hold more fields. */
export function expectContained(whole: unknown, part: unknown, path: string): void {
  if (typeof part !== 'object' || part === null) {
    expect(whole, path).toEqual(part);
    return;
  }
  if (Array.isArray(part)) expect(Array.isArray(whole) ? whole.length : whole, `${path}.length`).toBe(part.length);
  for (const [name, value] of Object.entries(part)) {
    expectContained((whole as Record<string, unknown> | undefined)?.[name], value, `${path}.${name}`);
  }
}
