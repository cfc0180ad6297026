/** How the app ends: never before everything that was captured is written, whoever asks; and never by a bug alone. */
import { app } from 'electron';

/** Longest wait for capture to finish writing before the app leaves anyway. */
const longestFarewellMs = 10_000;

/**
 * Runs `dispose` once before the app ends, whether the user, the system or a signal asks; its windows are closed by
 * then. The app leaves when it is done, or after 10 s.
 */
export function disposeBeforeQuit(dispose: () => Promise<void>): void {
  let isLeaving = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (isLeaving) return;
    isLeaving = true;
    void withinLimit(dispose()).finally(() => app.exit(0));
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}

/** A fault of ours is reported and the window lives on: traffic must not stop for it. */
export function surviveFaults(report: (fault: unknown) => void): void {
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
}

async function withinLimit(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, longestFarewellMs);
  });
  const guarded = work.catch((error: unknown) => console.error('closing did not go well', error));
  await Promise.race([guarded, limit]);
  clearTimeout(timer);
}
