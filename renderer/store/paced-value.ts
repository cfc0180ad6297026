/**
 * A value that grows faster than it can be painted, shown as often as the machine can: after each showing it rests, the
 * longer the longer that took to reach the screen, so that painting a fast stream takes about a third of the window's time.
 */

export type PacedValue<Value> = {
  /** What is shown now. */
  readonly read: () => Value;
  /** The value as it is: shown at once when it must be, else with the next showing. The last one always comes. */
  readonly offer: (value: Value) => void;
  /** Calls back when what is shown has changed; returns the unsubscribe. */
  readonly subscribe: (listener: () => void) => () => void;
};

export type PacedValueOptions<Value> = {
  readonly initial: Value;
  /** True where a user would see the delay: a click, another exchange, the end. */
  readonly mustShowNow: (shown: Value, next: Value) => boolean;
  /** What of `next` is enough for that, where the rest can wait for its turn; null: all of it. Absent: always all. */
  readonly enoughNow?: (shown: Value, next: Value) => Value | null;
  /** Ms, rising. */
  readonly now: () => number;
  /** Calls back once what was shown is on the screen. */
  readonly afterPaint: (callback: () => void) => void;
  readonly setTimer: (callback: () => void, ms: number) => () => void;
  /** What a showing took up to the screen, ms. */
  readonly onShown?: (costMs: number) => void;
};

/** Two frames: faster than that nobody reads. */
const leastRestMs = 24;
/** Mean wait for the next frame, which no work is. */
const frameWaitMs = 8;
/** Even a window that crawls shows something twice a second. */
const mostRestMs = 400;

export function createPacedValue<Value>(options: PacedValueOptions<Value>): PacedValue<Value> {
  const { mustShowNow, now, afterPaint, setTimer } = options;
  const listeners = new Set<() => void>();
  let shown = options.initial;
  let latest = options.initial;
  let isPainting = false;
  let restUntil = 0;
  let cancelTimer: (() => void) | null = null;

  const tell = (value: Value): void => {
    shown = value;
    for (const listener of listeners) listener();
  };
  const show = (): void => {
    cancelTimer?.();
    cancelTimer = null;
    if (shown === latest) return;
    const startedAt = now();
    tell(latest);
    if (isPainting) return;
    isPainting = true;
    afterPaint(() => {
      isPainting = false;
      const costMs = now() - startedAt - frameWaitMs;
      options.onShown?.(costMs);
      restUntil = now() + Math.min(mostRestMs, Math.max(leastRestMs, 2 * costMs));
      if (shown !== latest) wait();
    });
  };
  const wait = (): void => {
    if (cancelTimer !== null || isPainting) return;
    cancelTimer = setTimer(show, Math.max(0, restUntil - now()));
  };
  return {
    read: () => shown,
    offer: (value) => {
      latest = value;
      if (value === shown) return;
      if (!mustShowNow(shown, value)) return wait();
      const enough = options.enoughNow?.(shown, value) ?? null;
      if (enough === null) return show();
      tell(enough);
      wait();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
