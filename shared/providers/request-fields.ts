/** The parts of a request reading that every format shares. */
import type { RequestReading } from '../model/request-reading.ts';
import type { JsonObject } from './json-reading.ts';

/** Every top-level field but those named, in body order. */
export function readParameters(body: JsonObject, taken: readonly string[]): RequestReading['parameters'] {
  return Object.entries(body)
    .filter(([name]) => !taken.includes(name))
    .map(([name, value]) => ({ name, value }));
}
