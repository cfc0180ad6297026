/**
 * The window under load, in the real app: 100 streams at 200 events/s beside the same without a window; 50 of them for
 * half a minute with the busiest one open, keys being pressed; and a log of 100,000 events being scrolled.
 */
import { type LaunchedApp, launchApp } from '../tests/support/app-launcher.ts';
import type { Stage } from './cases.ts';
import { idleMs } from './support/machine.ts';
import type { StreamPlan } from './support/messages.ts';
import { type PageFigures, type ProcessCosts, readCosts, readFigures, startWatching } from './support/page-watch.ts';
import { cpuMs, runTask } from './support/processes.ts';
import { formatNumber, median, percentile } from './support/statistics.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const path = '/bench/v1/chat/completions';
/** Until the first rows are there and everything is compiled. */
const warmUpMs = 3000;

/** The same load with and without a window: `stage.wirelens` is the headless one. */
export async function windowUnderLoad(stage: Stage): Promise<void> {
  await withWindow(stage, async (launched) => {
    const plan: StreamPlan = { mode: 'paced', events: 4000, intervalMs: 5, eventBytes: 300 };
    const load = { kind: 'latency', streams: 100, plan } as const;
    const headless = await runTask(stage.client, { ...load, url: `http://127.0.0.1:${stage.wirelens.port}${path}` });
    const running = runTask(stage.client, { ...load, url: launched.proxyUrl + path });
    const { figures, costs } = await watch(stage, launched, 14_000);
    const withWindowOpen = await running;
    reportPace(stage, '100 streams', figures, costs);
    const ratio = median(withWindowOpen.samples) / median(headless.samples);
    stage.report.add({
      measured: 'event latency p50, 100 streams, window open / headless',
      baseline: '',
      wirelens: '',
      ratio,
      goal: '<= 1.2',
      isMet: ratio <= 1.2,
    });
  });
}

/** 10,000 events/s for half a minute; every 400 ms somebody steps through the events, and goes back to the end. */
export async function windowForLong(stage: Stage): Promise<void> {
  await withWindow(stage, async (launched) => {
    const plan: StreamPlan = { mode: 'paced', events: 7600, intervalMs: 5, eventBytes: 300 };
    const running = runTask(stage.client, { kind: 'latency', url: launched.proxyUrl + path, streams: 50, plan });
    const early = await watch(stage, launched, 10_000, ['ArrowLeft', 'ArrowLeft', 'End']);
    const late = await watch(stage, launched, 20_000, ['ArrowLeft', 'ArrowLeft', 'End']);
    await running;
    reportPace(stage, '50 streams', late.figures, late.costs);
    addFigure(stage, 'window, 50 streams: key to screen p99', percentile(late.figures.keys, 0.99), 'ms', 100);
    // The open exchange is held: 200 events/s are about 0.2 MB/s of it.
    addFigure(stage, 'window, 50 streams: heap grown in 20 s', late.figures.heapMb - early.figures.heapMb, 'MB', 10);
  });
}

const scrolledEvents = 100_000;

/** From its top by wheel: as a hand does, then as fast as a flung trackpad. */
export async function windowScrolled(stage: Stage): Promise<void> {
  await withWindow(stage, async (launched) => {
    const { window: page } = launched;
    const plan: StreamPlan = { mode: 'full', events: scrolledEvents, intervalMs: 0, eventBytes: 300 };
    await runTask(stage.client, { kind: 'full-speed', url: launched.proxyUrl + path, plan });
    await openNewest(launched);
    const log = page.getByRole('region', { name: 'Event log' });
    await page.getByText('100,002', { exact: true }).first().waitFor({ timeout: 120_000 });
    await log.hover();
    await pause(1000);
    await startWatching(launched);
    await wheel(launched, 4000, 120);
    const steady = await readFigures(launched);
    await wheel(launched, 3000, 8000);
    const flung = await readFigures(launched);
    addFigure(stage, 'window, log of 100,000 events: frame p99, scrolling', percentile(steady.frames, 0.99), 'ms', 50);
    addFigure(stage, 'window, log of 100,000 events: frame p50, scrolling', median(steady.frames), 'ms', 17);
    addFigure(stage, 'window, log of 100,000 events: frame p99, flung', percentile(flung.frames, 0.99), 'ms', 50);
    addFigure(stage, 'window, log of 100,000 events: heap', flung.heapMb, 'MB', 150);
  });
}

/** Wheel steps as a hand makes them, 60 a second. */
async function wheel({ window: page }: LaunchedApp, forMs: number, pixels: number): Promise<void> {
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    const next = performance.now() + 16;
    await page.mouse.wheel(0, pixels);
    await pause(Math.max(0, next - performance.now()));
  }
}

async function withWindow(stage: Stage, run: (launched: LaunchedApp) => Promise<void>): Promise<void> {
  const launched = await launchApp();
  try {
    await launched.invoke('upstreams.save', { previousName: null, upstream: benchUpstream(stage.upstream.port) });
    await run(launched);
  } finally {
    await launched.close();
  }
}

/** Percent of a core: of the app, of the bench's own client and upstream, and what nobody took. */
type Shares = ProcessCosts & { readonly load: number; readonly idle: number };

type Watched = { readonly figures: PageFigures; readonly costs: Shares };

/** CPU seconds so far. */
async function readAll({ client, upstream }: Stage, launched: LaunchedApp): Promise<Shares> {
  const load = ((cpuMs(client.process) ?? 0) + (cpuMs(upstream.process) ?? 0)) / 1000;
  return { ...(await readCosts(launched)), load, idle: idleMs() / 1000 };
}

/** Figures of `forMs` after the warm-up, with one of the running exchanges open; costs in percent of a core. */
async function watch(
  stage: Stage,
  launched: LaunchedApp,
  forMs: number,
  keys: readonly string[] = [],
): Promise<Watched> {
  const isFirst = !(await launched.window.evaluate(() => 'benchFigures' in window));
  if (isFirst) {
    await openNewest(launched);
    await startWatching(launched);
    await pause(warmUpMs);
  }
  await readFigures(launched);
  const before = await readAll(stage, launched);
  const startedAt = performance.now();
  for (let turn = 0; performance.now() - startedAt < forMs; turn += 1) {
    await pause(400);
    const key = keys[turn % Math.max(1, keys.length)];
    if (key !== undefined) await launched.window.keyboard.press(key);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const after = await readAll(stage, launched);
  const share = (name: keyof Shares): number => ((after[name] - before[name]) / seconds) * 100;
  const names = ['main', 'page', 'painting', 'load', 'idle'] as const;
  const costs = Object.fromEntries(names.map((name) => [name, share(name)])) as unknown as Shares;
  return { figures: await readFigures(launched), costs };
}

async function openNewest(launched: LaunchedApp): Promise<void> {
  const row = launched.window
    .getByRole('tree', { name: 'Exchanges' })
    .locator('[role="treeitem"]:not([aria-expanded])')
    .first();
  await row.waitFor({ timeout: 20_000 });
  await row.click();
}

function benchUpstream(port: number) {
  return {
    name: 'bench',
    title: 'Bench',
    isEnabled: true,
    activeEndpoint: 'local',
    endpoints: [
      {
        name: 'local',
        url: `http://127.0.0.1:${port}`,
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
  } as const;
}

function reportPace(stage: Stage, load: string, figures: PageFigures, costs: Shares): void {
  addFigure(stage, `window, ${load}: event age in the store p99`, percentile(figures.ages, 0.99), 'ms', 50);
  addFigure(stage, `window, ${load}: frame p99`, percentile(figures.frames, 0.99), 'ms', 50);
  addFigure(stage, `window, ${load}: longest frame`, percentile(figures.frames, 1), 'ms', 50);
  const parts = [
    `main and workers ${formatNumber(costs.main, 0)} %`,
    `page ${formatNumber(costs.page, 0)} %`,
    `painting ${formatNumber(costs.painting, 0)} %`,
    `client and upstream ${formatNumber(costs.load, 0)} %`,
    `idle ${formatNumber(costs.idle, 0)} %`,
  ];
  const wirelens = parts.join(', ');
  stage.report.add({
    measured: `window, ${load}: CPU`,
    baseline: '',
    wirelens,
    ratio: null,
    goal: 'of one core',
    isMet: null,
  });
}

function addFigure(stage: Stage, measured: string, value: number, unit: string, goal: number): void {
  stage.report.add({
    measured,
    baseline: '',
    wirelens: `${formatNumber(value, 1)} ${unit}`,
    ratio: null,
    goal: `<= ${goal} ${unit}`,
    isMet: value <= goal,
  });
}
