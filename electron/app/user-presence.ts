/**
 * Was somebody at the window just now? The main process sees keys and clicks before the page does and the page cannot make
 * them up: a page that hostile content had taken over could not start programs by itself.
 */
import type { WebContents } from 'electron';

export type UserPresence = {
  readonly watch: (contents: WebContents) => void;
  readonly isThere: () => boolean;
};

/** From the click to the command's arrival; generous, since a slow machine must not refuse its user. */
const presenceMs = 5000;

/** Moves and scrolls may happen by themselves; these need a hand. */
const handTypes: ReadonlySet<string> = new Set(['mouseDown', 'rawKeyDown', 'keyDown', 'touchStart', 'gestureTap']);

/** Nobody was there yet. */
export function createUserPresence(now: () => number = Date.now): UserPresence {
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    watch: (contents) => {
      contents.on('input-event', (_event, { type }) => {
        if (handTypes.has(type)) lastAt = now();
      });
    },
    isThere: () => now() - lastAt < presenceMs,
  };
}
