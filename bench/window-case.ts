/**
 * The window under load: 100 streams at 200 events/s through the real app with the busiest exchange open. Measured in the
 * page itself: time between frames, and how old an event is when the window gets it; in the client: what it costs.
 */
import { type LaunchedApp, launchApp } from '../tests/support/app-launcher.ts';
import type { Stage } from './cases.ts';
import type { StreamPlan } from './support/messages.ts';
import { runTask } from './support/processes.ts';
import { formatNumber, median, percentile } from './support/statistics.ts';

type PageFigures = {
  readonly frames: readonly number[];
  readonly ages: readonly number[];
  readonly heapMb: number | null;
};

/** Runs in the page: frame gaps, and the age of the newest event of each batch for the open exchange. */
async function startWatching({ window: page }: LaunchedApp): Promise<void> {
  // The TypeScript loader names inner functions by a helper that only its own modules have.
  await page.evaluate('globalThis.__name = (value) => value');
  await page.evaluate(() => {
    const figures = { frames: [] as number[], ages: [] as number[] };
    Object.assign(window, { benchFigures: figures });
    let last = performance.now();
    const frame = (): void => {
      const now = performance.now();
      figures.frames.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    window.bridge?.on('capture.batch', (text) => {
      const now = performance.timeOrigin + performance.now();
      const batch = JSON.parse(text) as { open: { events: { receivedAt: number }[] }[] };
      for (const patch of batch.open) for (const event of patch.events) figures.ages.push(now - event.receivedAt);
    });
  });
}

function readFigures({ window: page }: LaunchedApp): Promise<PageFigures> {
  return page.evaluate(() => {
    const { benchFigures } = window as unknown as { benchFigures: { frames: number[]; ages: number[] } };
    const memory = (performance as unknown as { memory?: { usedJSHeapSize: number } }).memory;
    return {
      frames: benchFigures.frames.splice(0),
      ages: benchFigures.ages.splice(0),
      heapMb: memory ? memory.usedJSHeapSize / 1e6 : null,
    };
  });
}

async function openNewest(launched: LaunchedApp): Promise<void> {
  const row = launched.window.getByRole('option').first();
  await row.waitFor({ timeout: 20_000 });
  await row.click();
}

/** The same load with and without a window: `stage.wirelens` is the headless one. */
export async function windowUnderLoad(stage: Stage): Promise<void> {
  const launched = await launchApp();
  const upstreamUrl = `http://127.0.0.1:${stage.upstream.port}`;
  try {
    await launched.invoke('upstreams.save', {
      previousName: null,
      upstream: {
        name: 'bench',
        title: 'Bench',
        isEnabled: true,
        activeEndpoint: 'local',
        endpoints: [
          {
            name: 'local',
            url: upstreamUrl,
            headers: [],
            key: null,
            keyPlacement: 'authorization-bearer',
            verifyTls: true,
          },
        ],
        deathNotice: 'error-event',
        errorShape: 'openai',
        defaultFormat: 'openai-chat',
        isPreset: false,
      },
    });
    const plan: StreamPlan = { mode: 'paced', events: 4000, intervalMs: 5, eventBytes: 300 };
    const windowUrl = `${launched.proxyUrl}/bench/v1/chat/completions`;
    const headlessUrl = `http://127.0.0.1:${stage.wirelens.port}/bench/v1/chat/completions`;
    const headless = await runTask(stage.client, { kind: 'latency', url: headlessUrl, streams: 100, plan });
    await startWatching(launched);
    const running = runTask(stage.client, { kind: 'latency', url: windowUrl, streams: 100, plan });
    await openNewest(launched);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await readFigures(launched);
    const withWindow = await running;
    report(stage, await readFigures(launched), median(withWindow.samples) / median(headless.samples));
  } finally {
    await launched.close();
  }
}

function report(stage: Stage, figures: PageFigures, latencyRatio: number): void {
  const add = (measured: string, value: number, unit: string, goal: number): void =>
    stage.report.add({
      measured,
      baseline: '',
      wirelens: `${formatNumber(value, 1)} ${unit}`,
      ratio: null,
      goal: `<= ${goal} ${unit}`,
      isMet: value <= goal,
    });
  add('window, 20,000 events/s: event age in the window p99', percentile(figures.ages, 0.99), 'ms', 50);
  add('window, 20,000 events/s: frame p99', percentile(figures.frames, 0.99), 'ms', 50);
  add('window, 20,000 events/s: longest frame', percentile(figures.frames, 1), 'ms', 50);
  stage.report.add({
    measured: 'event latency p50, 100 streams, window open / headless',
    baseline: '',
    wirelens: `heap ${figures.heapMb === null ? '-' : formatNumber(figures.heapMb, 0)} MB`,
    ratio: latencyRatio,
    goal: '<= 1.2',
    isMet: latencyRatio <= 1.2,
  });
}
