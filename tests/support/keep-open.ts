/** Closes at the end of each test what it opened, the newest first. */
import { afterEach } from 'vitest';

type Closable = { close: () => Promise<void> };

const open: Closable[] = [];

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

/** The thing itself; it is closed after the test that made it. */
export function keep<Thing extends Closable>(thing: Thing): Thing {
  open.push(thing);
  return thing;
}
