/** What the framing of a WebSocket decides by itself: control frames, raw bytes and broken frames never reach an adapter. */
import type { Problem } from '../model/event-record.ts';
import type { StreamEvent } from '../model/stream-event.ts';
import { readingOf } from '../providers/reading-line.ts';
import type { EventReading } from './event-reader.ts';

/** Null for messages that the adapter reads. */
export function readSocketEvent(event: StreamEvent): EventReading | null {
  const { socket, flags } = event;
  if (flags.includes('oversized'))
    return { ...plain(event, 'malformed'), problems: [oversized(event), ...frameProblems(event)] };
  if (socket === 'broken') return { ...plain(event, 'malformed'), problems: frameProblems(event) };
  if (socket === undefined) return null;
  return { ...plain(event, 'ignored'), problems: frameProblems(event) };
}

/** A frame that breaks a rule is told, though its message could be read. */
export function frameProblems(event: StreamEvent): readonly Problem[] {
  if (event.framing !== 'websocket' || event.fault === undefined) return [];
  const who = event.from === 'client' ? 'client' : 'upstream';
  return [{ kind: 'socket-frame', message: `A message of the ${who}: ${event.fault}`, eventIndex: event.index }];
}

function plain(event: StreamEvent, outcome: EventReading['outcome']): EventReading {
  return { deltas: [], type: event.name ?? 'text', reading: readingOf(event.data), outcome, problems: [] };
}

function oversized(event: StreamEvent): Problem {
  const message = 'A message above the limit of 16 MiB; only its beginning is kept, it is not read.';
  return { kind: 'oversized', message, eventIndex: event.index };
}
