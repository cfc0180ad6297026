/** Keeps capture's faults away from traffic (DESIGN.md 1.2): every call is caught and reported, and the bytes flow on. */
import type { CaptureSink } from '../capture/capture-sink.ts';

/** What the proxy tells capture, without the questions. */
export type TapSink = Omit<CaptureSink, 'isEnabled' | 'streamSoFar'>;

const ignore = (): void => undefined;

/** For exchanges that begin while capture is paused: nothing is noted. */
export const silentSink: TapSink = {
  exchangeStart: ignore,
  requestChunk: ignore,
  requestEnd: ignore,
  connection: ignore,
  responseStart: ignore,
  responseChunk: ignore,
  injectedChunk: ignore,
  upgrade: ignore,
  exchangeEnd: ignore,
};

/** A sink that cannot throw; faults of the one inside go to `onFault`. */
export function createSafeSink(sink: CaptureSink, onFault: (fault: unknown) => void): CaptureSink {
  const guard =
    <Facts extends unknown[]>(call: (...facts: Facts) => void) =>
    (...facts: Facts): void => {
      try {
        call(...facts);
      } catch (fault) {
        report(fault, onFault);
      }
    };
  return {
    isEnabled: () => {
      try {
        return sink.isEnabled();
      } catch (fault) {
        report(fault, onFault);
        return false;
      }
    },
    streamSoFar: async (id) => {
      try {
        return await Promise.race([sink.streamSoFar(id), nothingAfter(askLimitMs)]);
      } catch (fault) {
        report(fault, onFault);
        return null;
      }
    },
    exchangeStart: guard((start, connection) => sink.exchangeStart(start, connection)),
    requestChunk: guard((id, receivedAt, bytes) => sink.requestChunk(id, receivedAt, bytes)),
    requestEnd: guard((id, at) => sink.requestEnd(id, at)),
    connection: guard((id, timing) => sink.connection(id, timing)),
    responseStart: guard((id, response) => sink.responseStart(id, response)),
    // Called for every chunk of every stream: spelled out, since a rest parameter costs an array per call.
    responseChunk: (id, receivedAt, bytes, isSent) => {
      try {
        sink.responseChunk(id, receivedAt, bytes, isSent);
      } catch (fault) {
        report(fault, onFault);
      }
    },
    injectedChunk: guard((id, at, bytes) => sink.injectedChunk(id, at, bytes)),
    upgrade: guard((id, at) => sink.upgrade(id, at)),
    exchangeEnd: guard((id, facts) => sink.exchangeEnd(id, facts)),
  };
}

/** The client of a dead stream waits for this: capture has 0.8 s by contract, and no say beyond that. */
const askLimitMs = 1000;

function nothingAfter(durationMs: number): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, durationMs, null));
}

function report(fault: unknown, onFault: (fault: unknown) => void): void {
  try {
    onFault(fault);
  } catch {
    // A log that fails has nowhere to say so, and traffic must not notice.
  }
}
