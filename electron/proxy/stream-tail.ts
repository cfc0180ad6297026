/** Knows whether a running stream stands between two events or inside one, from its last four bytes. */
import type { Framing } from '../../shared/model/wire-format.ts';

/** Framings of bodies that may be extended by an event of ours. */
export type ExtendableFraming = 'sse' | 'ndjson' | 'aws-eventstream';

/** The framing by the media type; null for a body that takes no event of ours. */
export function extendableFraming(contentType: string | null): ExtendableFraming | null {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (mediaType === 'text/event-stream') return 'sse';
  if (mediaType === 'application/vnd.amazon.eventstream') return 'aws-eventstream';
  return /^application\/(x-ndjson|ndjson|jsonl|x-jsonlines|jsonlines|stream\+json)$/.test(mediaType) ? 'ndjson' : null;
}

/** The last four bytes as one number, the newest lowest. Starts as blank lines: an empty body is between events. */
export const emptyTail = 0x0a0a0a0a;

/** `tail` after `bytes`. */
export function tailAfter(tail: number, bytes: Uint8Array): number {
  let next = tail;
  for (let index = Math.max(0, bytes.length - 4); index < bytes.length; index += 1) {
    next = (next << 8) | (bytes[index] as number) | 0;
  }
  return next;
}

/** What to write so that an event that was cut in the middle is closed: nothing, or the missing line ends. */
export function closingOf(tail: number, framing: Framing): string {
  // A binary message cannot be closed: frame-boundary.ts says whether one is open.
  if (framing === 'aws-eventstream') return '';
  const last = tail & 0xff;
  const isAtLineEnd = last === 0x0a;
  if (framing === 'ndjson') return isAtLineEnd ? '' : '\n';
  const lastTwo = tail & 0xffff;
  if (lastTwo === 0x0a0a || lastTwo === 0x0d0d || tail === 0x0d0a0d0a) return '';
  return isAtLineEnd ? '\n' : '\n\n';
}
