/**
 * `npm run bench -- window-start`: from the start of the program to the first paint of its window, over a store of 10,000
 * exchanges. The page paints nothing before it has its rows, so its first paint is one to work with.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Page } from 'playwright-core';
import { electronExecutable, inheritedEnvironment, repositoryRoot, rootFlags } from '../tests/support/app-launcher.ts';
import type { Stage } from './cases.ts';
import { formatNumber, median } from './support/statistics.ts';
import { fillStore, shortSessions } from './support/store-filler.ts';

const exchanges = 10_000;
const starts = 5;
const goalMs = 1500;

/** The first start, which also finds everything for the first time, is not counted. */
export async function measureStart(report: Stage['report'], print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-bench-start-'));
  try {
    await fillStore(folder, exchanges, print, shortSessions);
    await startOnce(folder);
    const samples: number[] = [];
    for (let round = 0; round < starts; round += 1) samples.push(await startOnce(folder));
    const ms = median(samples);
    report.add({
      measured: `window, store of ${exchanges} exchanges: start to first usable paint`,
      baseline: '',
      wirelens: `${formatNumber(ms, 0)} ms`,
      ratio: null,
      goal: `<= ${goalMs} ms`,
      isMet: ms <= goalMs,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Ms from the start of the process to the first paint of its page. */
async function startOnce(folder: string): Promise<number> {
  const startedAt = Date.now();
  const app = spawn(
    electronExecutable(),
    [...rootFlags(), `--user-data-dir=${folder}`, '--remote-debugging-port=0', repositoryRoot],
    {
      env: { ...inheritedEnvironment(), WIRELENS_DATA: folder, WIRELENS_PORT: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  try {
    const browser = await chromium.connectOverCDP(await debuggerUrl(app.stderr));
    const [page] = browser.contexts().flatMap((context) => context.pages());
    if (page === undefined) throw new Error('the app opened no window');
    const paintedAt = await firstPaint(page);
    await browser.close();
    return paintedAt - startedAt;
  } finally {
    await ended(app);
  }
}

function debuggerUrl(errors: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: errors });
    lines.on('line', (line) => {
      const url = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      // Not at once: whoever listens in on a start slows it down.
      if (url !== undefined) setTimeout(() => resolve(url), 4000);
    });
    lines.on('close', () => reject(new Error('the app ended without a window')));
  });
}

/** Epoch ms; checks that rows were there. */
async function firstPaint(page: Page): Promise<number> {
  await page
    .getByRole('tree', { name: 'Exchanges' })
    .locator('[role="treeitem"]:not([aria-expanded])')
    .first()
    .waitFor({ state: 'attached' });
  return page.evaluate(() => {
    const [entry] = performance.getEntriesByName('first-contentful-paint');
    if (entry === undefined) throw new Error('nothing was painted');
    return performance.timeOrigin + entry.startTime;
  });
}

async function ended(app: ReturnType<typeof spawn>): Promise<void> {
  if (app.exitCode !== null) return;
  const exit = new Promise((resolve) => app.once('exit', resolve));
  app.kill('SIGTERM');
  const timer = setTimeout(() => app.kill('SIGKILL'), 8000);
  await exit;
  clearTimeout(timer);
}
