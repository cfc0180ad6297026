/** The tour of the window: begins with the first sample, is over for good when left, and comes again only when asked for. */
import { showPanel } from './actions.ts';
import { useStore } from './store.ts';

const storageKey = 'wirelens.tour';

/** Begins at the first step. */
export function startTour(): void {
  showPanel(null);
  useStore.setState({ tourStep: 0 });
}

/** Begins, unless it was seen or left on this machine. */
export function offerTour(): void {
  if (!wasSeen()) startTour();
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
