/** Capture of what passes unread (DESIGN.md section 2): which host, when, how many bytes, and nothing else. */
import type { CaptureSink } from '../capture/capture-sink.ts';

/** A sink that keeps paths, headers and bodies from `sink`. */
export function blindSink(sink: CaptureSink): CaptureSink {
  return {
    ...sink,
    exchangeStart: (start, connection) => {
      const origin = start.upstreamUrl === null ? '' : new URL(start.upstreamUrl).origin;
      const hidden = {
        target: origin,
        path: origin,
        requestHeaders: [],
        sentRequestHeaders: null,
        upstreamUrl: origin,
      };
      sink.exchangeStart({ ...start, ...hidden, format: 'unknown' }, connection);
      sink.upgrade(start.id, start.startedAt);
    },
    upgrade: () => undefined,
    responseStart: (id, response) => sink.responseStart(id, { ...response, headers: [], sentHeaders: null }),
    exchangeEnd: (id, facts) => sink.exchangeEnd(id, { ...facts, requestTrailers: [], responseTrailers: [] }),
  };
}
