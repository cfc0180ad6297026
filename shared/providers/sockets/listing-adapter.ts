/**
 * The connection of a WebSocket whose messages are only listed: one that no format claims, and the connection that carries
 * the turns of OpenAI Responses, which are exchanges of their own. No deltas: nobody speaks here as a whole.
 */
import type { WireFormat } from '../../model/wire-format.ts';
import type { Adapter } from '../adapter.ts';
import { isObject, parseJson } from '../json-reading.ts';
import { readingOf } from '../reading-line.ts';
import { unknownAdapter } from '../unknown/adapter.ts';
import { messageReading, messageType } from './message-line.ts';

/** An adapter that lists. `outcome` is what becomes of a message: used by its turn, or by nobody. */
export function createListingAdapter(format: WireFormat, title: string, outcome: 'used' | 'ignored'): Adapter<null> {
  return {
    format,
    title,
    match: () => 0,
    begin: () => null,
    step: (state, event) => {
      const parsed = parseJson(event.data);
      const body = parsed.ok && isObject(parsed.value) ? parsed.value : null;
      const name = body === null ? 'text' : messageType(body);
      // What comes back is named as in a turn's own log; a client's `response.create` keeps its whole name.
      const type = event.from === 'client' ? name : name.replace(/^response\.(?=.)/, '');
      const reading = body === null ? readingOf(event.data) : messageReading(body);
      return { state, deltas: [], type, reading, outcome, problems: [] };
    },
    finish: (state) => ({ state, deltas: [], problems: [] }),
    native: () => null,
    readRequest: () => null,
    errors: unknownAdapter.errors,
  };
}
