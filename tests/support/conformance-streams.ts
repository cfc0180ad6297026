/** Streams written by hand, and what is found in them, for tests of the conformance rules. */
import type { WireFormat } from '../../shared/model/wire-format.ts';
import { decodeBody } from '../../shared/reconstruct/decode-body.ts';

export type FindingOptions = { readonly contentType?: string | null; readonly requestBody?: unknown };

/** Kind and event of each problem, in the order in which they were told. */
export function findingsOf(
  format: WireFormat,
  body: string | Uint8Array,
  options: FindingOptions = {},
): readonly (readonly [string, number | null])[] {
  const decoded = decodeBody({
    format,
    contentType: options.contentType === undefined ? 'text/event-stream' : options.contentType,
    requestBody: options.requestBody ?? null,
    body: typeof body === 'string' ? Buffer.from(body) : body,
    withLossReport: true,
  });
  return decoded.problems.map(({ kind, eventIndex }) => [kind, eventIndex] as const);
}

/** One chunk of a Chat Completions stream. */
export function chunk(delta: object, reason: string | null = null): object {
  const choices = [{ index: 0, delta, finish_reason: reason }];
  return { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt', choices };
}

/** Events with data alone; text stays as it is. */
export function sse(...events: readonly (object | string)[]): string {
  return events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('');
}

export const unnamed = sse;

/** Events named after their `type` or `event_type`. */
export function named(...events: readonly object[]): string {
  return events.map((event) => withName(nameOf(event), event)).join('');
}

/** An event under a name of its own; null: without one. */
export function withName(name: string | null, event: object): string {
  return `${name === null ? '' : `event: ${name}\n`}data: ${JSON.stringify(event)}\n\n`;
}

/** A line each. */
export function lines(...events: readonly object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

function nameOf(event: object): string {
  const { type, event_type: eventType } = event as { readonly type?: string; readonly event_type?: string };
  return type ?? eventType ?? '';
}
