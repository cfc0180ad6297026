/** The watch of one response: what every format has in common (content type, encoding, errors, ends) and the format's own rules. */
import type { Problem } from '../../model/event-record.ts';
import type { Framing } from '../../model/wire-format.ts';
import { framingOfMediaType } from '../../stream/pick-decoder.ts';
import type { Adapter } from '../adapter.ts';
import { createFindingList, type Report, type WatchedEvent, type WatchFacts } from './watch.ts';

export type StreamWatch = {
  /** What this event shows. */
  readonly see: (watched: WatchedEvent) => readonly Problem[];
  /** What the end shows. `hasBytes`: any byte of a body came. */
  readonly end: (isCut: boolean, hasBytes: boolean) => readonly Problem[];
};

/** An answer with an error status keeps no format but that of errors: nothing is asked of it. */
const silentWatch: StreamWatch = { see: () => [], end: () => [] };

/** A watch for one response of this adapter's format. */
export function createStreamWatch(adapter: Adapter, facts: WatchFacts): StreamWatch {
  if (facts.response.status >= 400) return silentWatch;
  const findings = createFindingList();
  const { report } = findings;
  const format = adapter.conformance?.(facts, report) ?? null;
  const seenUnknown = new Set<string>();
  let isFirst = true;
  let isStream = false;
  let hasError = false;
  let unterminatedAt: number | null = null;

  function see(watched: WatchedEvent): readonly Problem[] {
    const { event, outcome } = watched;
    if (event.flags.includes('comment')) return [];
    const isWholeBody = event.framing === 'json';
    if (isFirst) checkContentType(facts.response.mediaType, event.framing, event.index, report);
    if (event.flags.includes('invalid-utf8')) {
      report('invalid-utf8', 'Bytes that are no UTF-8 were replaced by U+FFFD.', event.index);
    }
    if (event.framing === 'sse' && event.flags.includes('unterminated')) unterminatedAt = event.index;
    const tellsError = watched.deltas.some((delta) => delta.type === 'response-error');
    // On a socket there is no status that could have told it.
    if (tellsError && isFirst && event.framing !== 'websocket') {
      report('error-in-success', `Status ${facts.response.status}, but the answer is an error.`, event.index);
    }
    isFirst = false;
    isStream ||= !isWholeBody;
    hasError ||= tellsError;
    if (outcome === 'unknown' && adapter.format !== 'unknown') tellUnknown(watched, seenUnknown, report);
    if (format !== null && outcome !== 'malformed' && !tellsError) {
      if (isWholeBody) format.seeBody?.(watched);
      else format.see(watched);
    } else if (format !== null && tellsError && !isWholeBody) format.see(watched);
    return findings.take();
  }

  function end(isCut: boolean, hasBytes: boolean): readonly Problem[] {
    if (isCut) return findings.take();
    if (unterminatedAt !== null) {
      report('unterminated-event', 'The last event has no blank line after it.', unterminatedAt);
    }
    const isEmpty = isFirst && !hasBytes && facts.response.status === 200;
    if (isEmpty && format !== null) report('empty-stream', 'Status 200 and no body at all.', null);
    if (isStream && !hasError) format?.end();
    return findings.take();
  }

  return { see, end };
}

/** A media type that was never told is no fault that a saved body can show. */
function checkContentType(mediaType: string | null, framing: Framing, eventIndex: number, report: Report): void {
  if (mediaType === null || !/^[a-z]+\/\S+$/.test(mediaType)) return;
  const promised = framingOfMediaType(mediaType);
  if (promised === framing || isFormOf(promised, framing)) return;
  report('wrong-content-type', `The body is ${framingNames[framing]}, labelled ${mediaType}.`, eventIndex);
}

/** One line of JSON is NDJSON too, and an array that comes element by element is a JSON document. */
function isFormOf(promised: Framing | null, framing: Framing): boolean {
  return (promised === 'ndjson' && framing === 'json') || (promised === 'json' && framing === 'json-array');
}

const framingNames: { readonly [framing in Framing]: string } = {
  sse: 'a stream of server-sent events',
  ndjson: 'a stream of JSON lines',
  json: 'a JSON document',
  'json-array': 'a streamed JSON array',
  'aws-eventstream': 'an AWS event stream',
  websocket: 'the messages of a WebSocket',
  none: 'opaque',
};

/** An event of a known type may hold what is not known: an item, a block. `reading` names that, or the event's fields. */
function tellUnknown({ event, type, reading }: WatchedEvent, seen: Set<string>, report: Report): void {
  if (seen.has(type)) return;
  seen.add(type);
  const what = reading === '' ? '' : ` (${reading.slice(0, 80)})`;
  const message = `Events of type “${type}”${what} have no meaning in this format that Wirelens knows.`;
  report('unknown-event', message, event.index);
}
