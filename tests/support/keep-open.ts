/** Cleaning up where something is opened. Each test's own, so that it holds wherever a test file calls it from. */
import { onTestFinished } from 'vitest';

type Closable = { close: () => Promise<void> };

/** Does this after the running test, the newest first. */
export function atEnd(cleanUp: () => unknown): void {
  onTestFinished(async () => {
    await cleanUp();
  });
}

/** The thing itself; it is closed after the running test, the newest first. */
export function keep<Thing extends Closable>(thing: Thing): Thing {
  atEnd(() => thing.close());
  return thing;
}
