/** How often a running strip is painted: with every frame while the window has time, less often the less it has. Pure but for its memory. */

export type StripBeat = {
  /** Milliseconds from one painting to the next; 0: with every frame. */
  readonly ms: (msPerPixel: number) => number;
  /** Times of one painting, in ms of one clock: when a frame was asked for, when it came, when it was done. */
  readonly asked: (at: number) => void;
  readonly began: (at: number) => void;
  readonly painted: (at: number) => void;
};

/** Painting takes at most one part in this many of the window's time. */
const rest = 7;
/** A frame that comes this late: the window has other things to do. */
const lateMs = 40;
/** Until it is believed to have time again. */
const busyMs = 1_500;
const shortestBusyBeatMs = 33;
const longestBeatMs = 100;
/** Steps of less than this part of a pixel are not seen. */
const smallestStep = 1 / 4;

export function createStripBeat(): StripBeat {
  let askedAt = 0;
  let beganAt = 0;
  let costMs = 1;
  let busyUntil = 0;
  return {
    ms: (msPerPixel) => {
      const isBusy = beganAt < busyUntil;
      const wanted = isBusy ? Math.max(shortestBusyBeatMs, msPerPixel) : msPerPixel * smallestStep;
      return Math.min(longestBeatMs, Math.max(wanted, costMs * rest));
    },
    asked: (at) => {
      askedAt = at;
    },
    began: (at) => {
      if (askedAt > 0 && at - askedAt > lateMs) busyUntil = at + busyMs;
      askedAt = 0;
      beganAt = at;
    },
    painted: (at) => {
      costMs += (at - beganAt - costMs) / 8;
    },
  };
}
