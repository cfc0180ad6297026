/**
 * Carries the write-ahead log into the store's file on a thread of its own, while a window watches: where the disk is slow a
 * checkpoint takes 40 to 1,000 ms, and in the capture worker everything that a window waits for would stand behind it.
 */
import { Worker } from 'node:worker_threads';

export type Checkpoints = {
  /** This much was committed to the log. */
  readonly wrote: (sizeBytes: number) => void;
  /** False: it could not be started, or has failed; SQLite must do it itself. */
  readonly isWorking: () => boolean;
  /** The log is nobody's but the caller's from then on. */
  readonly dispose: () => Promise<void>;
};

const checkpointBytes = 12 * 1024 * 1024;
const disposeMs = 2000;

/** The thread (checkpoint-thread.ts, built) is started when it is first needed. */
export function createCheckpoints(threadFile: URL, dataFolder: string): Checkpoints {
  let thread: Worker | null = null;
  let waitingBytes = 0;
  let isBusy = false;
  let isBroken = false;
  const start = (): Worker => {
    const limits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };
    const started = new Worker(threadFile, { workerData: { dataFolder }, resourceLimits: limits });
    started.unref();
    started.on('message', () => {
      isBusy = false;
    });
    started.on('error', () => {
      isBroken = true;
    });
    started.on('exit', () => {
      thread = null;
      isBusy = false;
    });
    return started;
  };
  return {
    wrote: (sizeBytes) => {
      waitingBytes += sizeBytes;
      if (isBusy || isBroken || waitingBytes < checkpointBytes) return;
      waitingBytes = 0;
      isBusy = true;
      thread ??= start();
      thread.postMessage('checkpoint');
    },
    isWorking: () => !isBroken,
    dispose: async () => {
      const ending = thread;
      if (ending === null) return;
      const exit = new Promise((resolve) => ending.once('exit', resolve));
      ending.postMessage('end');
      const timer = setTimeout(() => void ending.terminate(), disposeMs);
      await exit;
      clearTimeout(timer);
    },
  };
}
