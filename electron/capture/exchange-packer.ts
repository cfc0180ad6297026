/**
 * Packs the bodies of ended exchanges when capture has nothing better to do (storage/body-packer.ts), a few milliseconds
 * at a time. What was not reached before the end of the process is done by the next one.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { BodyPacker } from '../storage/body-packer.ts';

export type ExchangePacker = {
  /** An exchange ended; it is packed once it is stored and capture rests. */
  readonly ended: () => void;
  /** Works on until all is done, or `withinMs` have passed; no more work afterwards. */
  readonly finish: (withinMs: number) => Promise<void>;
};

/** The index comes first: what is found is looked for sooner than what is small. */
const restMs = 250;
const startAfterMs = 3_000;
const maxFailures = 3;

/**
 * `isIdle`: has capture no traffic right now? `trimHeap` is called between pieces. Starts with what an earlier process left
 * over.
 */
export function createExchangePacker(
  packer: BodyPacker,
  isIdle: () => boolean,
  trimHeap: () => void = () => {},
): ExchangePacker {
  let isRunning = false;
  let isHurried = false;
  let isOver = false;
  let run: Promise<void> = Promise.resolve();

  /** Unlike the index, packing has all the time: under steady traffic it waits. */
  const rest = async (): Promise<boolean> => {
    trimHeap();
    await new Promise((resolve) => setImmediate(resolve));
    while (!isOver && !isHurried && !isIdle()) await delay(restMs, null, { ref: false });
    return !isOver;
  };
  const work = async (): Promise<void> => {
    let failures = 0;
    while (failures < maxFailures && (await rest())) {
      const next = packer.nextPending();
      if (next === null) return;
      try {
        await packer.pack(next.number, rest);
        failures = 0;
      } catch (error) {
        // A busy or full disk passes: the next end tries again. A damaged exchange must not hold up the others.
        if (isDiskTrouble(error)) return;
        failures += 1;
        if (failures === maxFailures - 1) packer.skip(next.number);
      }
    }
  };
  const start = (): void => {
    if (isRunning || isOver) return;
    isRunning = true;
    run = work()
      .catch(() => {})
      .finally(() => {
        isRunning = false;
      });
  };
  const begin = (): void => {
    isSoon = false;
    start();
  };
  let isSoon = false;
  let timer = setTimeout(begin, startAfterMs);
  timer.unref();

  return {
    ended: () => {
      if (isRunning || isOver) return;
      if (isSoon) {
        timer.refresh();
        return;
      }
      isSoon = true;
      clearTimeout(timer);
      timer = setTimeout(begin, restMs);
      timer.unref();
    },
    finish: async (withinMs) => {
      clearTimeout(timer);
      isHurried = true;
      await Promise.race([run, delay(withinMs, null, { ref: false })]);
      start();
      await Promise.race([run, delay(withinMs, null, { ref: false })]);
      isOver = true;
    },
  };
}

function isDiskTrouble(error: unknown): boolean {
  return error instanceof Error && /full|busy|locked|readonly|disk i\/o/i.test(error.message);
}
