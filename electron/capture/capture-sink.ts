/**
 * What the proxy tells capture (step 1 of the walk in docs/ARCHITECTURE.md). Called on the proxy's thread in the hot path:
 * every call only takes note and returns; it never throws, never waits, never keeps `bytes` (the sink copies)
 * unless it says so.
 */
import type {
  ConnectionTiming,
  ExchangeEndFacts,
  ExchangeId,
  ExchangeStart,
  ResponseStart,
} from '../../shared/model/exchange.ts';
import type { StreamSoFar } from '../../shared/providers/adapter.ts';

export type CaptureSink = {
  /** False while the user paused capture: traffic flows, nothing is noted. Asked once per exchange, at its start. */
  readonly isEnabled: () => boolean;
  /** `connection`: the client's, one object for all its requests; absent where it has only this one. */
  readonly exchangeStart: (start: ExchangeStart, connection?: object) => void;
  /**
   * Body bytes of the request as the client sent them (`receivedAt` epoch ms). They were passed on unchanged. Unlike all
   * others, large pieces are kept for a moment: nobody may write to them afterwards.
   */
  readonly requestChunk: (id: ExchangeId, receivedAt: number, bytes: Uint8Array) => void;
  /** The request's body is complete. */
  readonly requestEnd: (id: ExchangeId, at: number) => void;
  readonly connection: (id: ExchangeId, timing: ConnectionTiming) => void;
  /** Also for responses that Wirelens writes itself (`isOurs`). */
  readonly responseStart: (id: ExchangeId, response: ResponseStart) => void;
  /**
   * Body bytes from the upstream, after they were written to the client. `isSent` is false when they could not be
   * passed on (client gone).
   */
  readonly responseChunk: (id: ExchangeId, receivedAt: number, bytes: Uint8Array, isSent: boolean) => void;
  /** Body bytes that Wirelens wrote to the client on its own account. */
  readonly injectedChunk: (id: ExchangeId, at: number, bytes: Uint8Array) => void;
  /**
   * From now on the bytes of both directions are no bodies: after a 101 a WebSocket's frames, at strictly rising times; else
   * a tunnel's, which are counted and not kept.
   */
  readonly upgrade: (id: ExchangeId, at: number) => void;
  readonly exchangeEnd: (id: ExchangeId, facts: ExchangeEndFacts) => void;
  /** What the stream said so far, for a completion notice; null after 0.8 s or when nobody knows. */
  readonly streamSoFar: (id: ExchangeId) => Promise<StreamSoFar | null>;
};
