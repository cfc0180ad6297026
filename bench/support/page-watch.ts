/**
 * What the window itself says under load: time between frames, how old an event is when it is in the store, how long a key
 * takes to the screen, its heap, and what its processes cost. Everything but the costs is measured in the page.
 */
import type { LaunchedApp } from '../../tests/support/app-launcher.ts';

export type PageFigures = {
  /** Ms between animation frames. */
  readonly frames: readonly number[];
  /** Ms from the last byte of an event to the moment when the window's store has it. */
  readonly ages: readonly number[];
  /** Ms from a key to the task after the frame that shows what it did. */
  readonly keys: readonly number[];
  /** MB of the page's heap, after a collection. */
  readonly heapMb: number;
};

type Collected = { frames: number[]; ages: number[]; keys: number[] };

/** From now on the page keeps its figures; `readFigures` takes them. */
export async function startWatching({ window: page }: LaunchedApp): Promise<void> {
  // The TypeScript loader names inner functions by a helper that only its own modules have.
  await page.evaluate('globalThis.__name = (value) => value');
  await page.evaluate(() => {
    const figures: Collected = { frames: [], ages: [], keys: [] };
    Object.assign(window, { benchFigures: figures });
    let last = performance.now();
    const frame = (): void => {
      const now = performance.now();
      figures.frames.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    const afterFrame = (run: (now: number) => void): void => {
      requestAnimationFrame(() => setTimeout(() => run(performance.now()), 0));
    };
    const waiting: number[] = [];
    window.bridge?.on('capture.batch', (text) => {
      const batch = JSON.parse(text) as { open: { events: { receivedAt: number }[] }[] };
      const times = batch.open.flatMap(({ events }) => events.map(({ receivedAt }) => receivedAt));
      waiting.push(...times);
    });
    window.addEventListener('wirelens-stored', () => {
      // What came with this very task may have been stored before we heard of it.
      queueMicrotask(() => {
        const now = performance.timeOrigin + performance.now();
        for (const time of waiting) figures.ages.push(now - time);
        waiting.length = 0;
      });
    });
    const onKey = (event: KeyboardEvent): void => afterFrame((now) => figures.keys.push(now - event.timeStamp));
    window.addEventListener('keydown', onKey, { capture: true });
  });
}

/** What was kept since the last call. */
export async function readFigures({ window: page }: LaunchedApp): Promise<PageFigures> {
  const session = await page.context().newCDPSession(page);
  const collected = await page.evaluate(() => {
    const { benchFigures } = window as unknown as { benchFigures: Collected };
    const taken = { ...benchFigures };
    Object.assign(benchFigures, { frames: [], ages: [], keys: [] });
    return taken;
  });
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { readonly usedSize: number };
  await session.detach();
  return { ...collected, heapMb: usedSize / 1e6 };
}

/** CPU seconds that the app's processes have taken so far. `main` is the proxy with its workers, `painting` what draws. */
export type ProcessCosts = { readonly main: number; readonly page: number; readonly painting: number };

/** Count by difference of two calls. */
export async function readCosts({ app }: LaunchedApp): Promise<ProcessCosts> {
  const metrics = await app.evaluate(({ app: electron }) => electron.getAppMetrics());
  const costOf = (type: string): number =>
    metrics.filter((one) => one.type === type).reduce((sum, one) => sum + (one.cpu.cumulativeCPUUsage ?? 0), 0);
  return { main: costOf('Browser'), page: costOf('Tab'), painting: costOf('GPU') };
}
