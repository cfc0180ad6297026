/**
 * Commands about exchanges: live ones are answered by the capture worker, ended ones by the query worker, so that a
 * long answer never delays a live stream.
 */
import type { Capture } from '../capture/capture-api.ts';
import type { Queries } from '../storage/queries-api.ts';
import type { Handlers } from './typed-ipc.ts';

type ExchangeCommand =
  | 'capture.setEnabled'
  | 'exchanges.list'
  | 'exchanges.open'
  | 'exchanges.close'
  | 'exchanges.events'
  | 'exchanges.body'
  | 'exchanges.chunks'
  | 'exchanges.request'
  | 'exchanges.native'
  | 'exchanges.clear'
  | 'exchanges.undoClear';

export function createExchangeHandlers(capture: Capture, queries: Queries): Pick<Handlers, ExchangeCommand> {
  /** What was captured up to now is on disk before the query worker looks. */
  const afterFlush = async <Value>(ask: () => Promise<Value>): Promise<Value> => {
    await capture.flush();
    return ask();
  };
  return {
    'capture.setEnabled': ({ isEnabled }) => {
      capture.setEnabled(isEnabled);
      return capture.status();
    },
    'exchanges.list': ({ before, limit }) => afterFlush(() => queries.list(before, limit)),
    'exchanges.open': async ({ id }) => {
      const live = await capture.open(id);
      return live.ok ? live : afterFlush(() => queries.snapshot(id));
    },
    'exchanges.close': ({ id }) => {
      capture.close(id);
      return null;
    },
    'exchanges.events': async ({ id, from, limit }) => {
      const live = await capture.events(id, from, limit);
      return live ?? afterFlush(() => queries.events(id, from, limit));
    },
    'exchanges.body': (request) => afterFlush(() => queries.body(request)),
    'exchanges.chunks': ({ id, direction }) => afterFlush(() => queries.chunks(id, direction)),
    'exchanges.request': ({ id }) => afterFlush(() => queries.request(id)),
    'exchanges.native': ({ id }) => afterFlush(() => queries.native(id)),
    'exchanges.clear': () => capture.clear(),
    'exchanges.undoClear': ({ token }) => capture.undoClear(token),
  };
}
