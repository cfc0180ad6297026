/** The end of one exchange, told to capture exactly once whatever ends first. */
import type { ExchangeEnd, ExchangeFailure, ExchangeId } from '../../shared/model/exchange.ts';
import type { HeaderList } from '../../shared/model/headers.ts';
import { epochNow } from './clock.ts';
import type { TapSink } from './safe-sink.ts';

/** What every part of an exchange shares. */
export type ExchangeLife = {
  readonly id: ExchangeId;
  readonly sink: TapSink;
  requestTrailers: HeaderList;
  responseTrailers: HeaderList;
  /** How it will have ended when the client's side closes: set by whatever went wrong first. */
  outcome: { readonly end: ExchangeEnd; readonly failure: ExchangeFailure | null } | null;
  isEnded: boolean;
};

/** Takes note of how the exchange ends; the first one counts. */
export function setOutcome(life: ExchangeLife, end: ExchangeEnd, failure: ExchangeFailure | null): void {
  life.outcome ??= { end, failure };
}

/** Tells capture. Later calls do nothing. Without an outcome the exchange is complete. */
export function endExchange(life: ExchangeLife): void {
  if (life.isEnded) return;
  life.isEnded = true;
  const { end, failure } = life.outcome ?? { end: 'complete' as const, failure: null };
  life.sink.exchangeEnd(life.id, {
    endedAt: epochNow(),
    end,
    failure,
    requestTrailers: life.requestTrailers,
    responseTrailers: life.responseTrailers,
  });
}
