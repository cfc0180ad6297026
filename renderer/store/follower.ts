/**
 * A value that is shown a task after another one that it follows: what both change on the screen is then worked out in two
 * tasks, between which the window can take a key.
 */
import type { PacedValue } from './paced-value.ts';

export type Follower<Value> = Pick<PacedValue<Value>, 'read' | 'subscribe'>;

/** `isUrgent`: the change is shown together with `leader`'s. `inNextTask` calls back once, soon. */
export function createFollower<Value>(
  leader: Follower<Value>,
  isUrgent: (shown: Value, next: Value) => boolean,
  inNextTask: (callback: () => void) => void,
): Follower<Value> {
  const listeners = new Set<() => void>();
  let shown = leader.read();
  let isAsked = false;
  const follow = (): void => {
    if (shown === leader.read()) return;
    shown = leader.read();
    for (const listener of listeners) listener();
  };
  leader.subscribe(() => {
    if (isUrgent(shown, leader.read())) follow();
    else if (!isAsked) {
      isAsked = true;
      inNextTask(() => {
        isAsked = false;
        follow();
      });
    }
  });
  return {
    read: () => shown,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** By a message, since timers of timers wait for 4 ms. */
export function nextTask(callback: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(null);
}
