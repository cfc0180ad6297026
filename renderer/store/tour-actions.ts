/** The tour of the window: begins with the first sample, is over for good when left, and comes again only when asked for. */
import { sendSample, showPanel } from './actions.ts';
import { openExchange } from './open-actions.ts';
import { useStore } from './store.ts';

const storageKey = 'wirelens.tour';

/** Begins at the first step, with something to point at: the newest exchange, else the sample. */
export function startTour(): void {
  const { openExchange: open, order } = useStore.getState();
  const newest = order.at(-1);
  if (newest === undefined) void sendSample();
  else if (open === null) void openExchange(newest);
  begin();
}

function begin(): void {
  showPanel(null);
  useStore.setState({ tourStep: 0 });
}

/** Begins beside the sample that is just being sent, unless it was seen or left on this machine. */
export function offerTour(): void {
  if (!wasSeen()) begin();
}

/** To another step; null leaves, for good. */
export function goInTour(tourStep: number | null): void {
  useStore.setState({ tourStep });
  if (tourStep !== null) return;
  try {
    localStorage.setItem(storageKey, 'seen');
  } catch {
    // Without storage it is offered again with the next first sample: no harm.
  }
}

function wasSeen(): boolean {
  try {
    return localStorage.getItem(storageKey) !== null;
  } catch {
    // Storage is switched off: rather never than every time.
    return true;
  }
}
