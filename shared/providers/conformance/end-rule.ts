/** Nothing may come after a format's end marker. */
import type { StreamEvent } from '../../model/stream-event.ts';
import type { Report } from './watch.ts';

export type EndRule = {
  /** False, and told, when the stream was over before this event. */
  readonly admits: (event: StreamEvent) => boolean;
  readonly close: () => void;
  readonly reopen: () => void;
  readonly isClosed: () => boolean;
};

/** `marker`: what the format ends with, for the message. */
export function createEndRule(marker: string, report: Report): EndRule {
  let isClosed = false;
  return {
    admits: (event) => {
      if (isClosed) report('event-after-end', `An event after ${marker}.`, event.index);
      return !isClosed;
    },
    close: () => {
      isClosed = true;
    },
    reopen: () => {
      isClosed = false;
    },
    isClosed: () => isClosed,
  };
}
