/** A store of more exchanges than the window loads at once: where the list begins, and how older rows come. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillStore, shortSessions } from '../../bench/support/store-filler.ts';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { exchangeRows } from '../support/window-parts.ts';

let folder: string;
let launched: LaunchedApp;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wirelens-long-history-'));
  await fillStore(folder, 1_600, () => {}, shortSessions);
  launched = await launchApp({ dataFolder: folder });
  await exchangeRows(launched.window).first().waitFor();
});

afterAll(async () => {
  await launched?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const list = (): Locator => launched.window.getByRole('tree', { name: 'Exchanges' });

/** Whoever loads one page after the other would have loaded more by then. */
async function afterSomeAnswers(): Promise<void> {
  for (let count = 0; count < 5; count += 1) await launched.invoke('exchanges.list', { before: null, limit: 500 });
}

/** Px from its end. */
const fromEnd = (): Promise<number> =>
  list().evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);

test('the list begins at its newest row, with one page loaded', async () => {
  await afterSomeAnswers();
  expect(await fromEnd()).toBeLessThan(2);
  expect(await launched.window.getByText('500 exchanges').count()).toBe(1);
});

test('scrolled to the oldest row, one page comes above it and the row stays where it is', async () => {
  await list().evaluate((element) => element.scrollTo({ top: 400 }));
  const row = exchangeRows(launched.window).nth(10);
  await expect.poll(async () => (await row.boundingBox())?.y).toBeGreaterThan(0);
  const id = await row.getAttribute('id');
  const before = await row.boundingBox();
  await list().evaluate((element) => element.scrollTo({ top: 0 }));
  await launched.window.getByText('1,000 exchanges').waitFor();
  await afterSomeAnswers();
  expect(await launched.window.getByText('1,000 exchanges').count()).toBe(1);
  const after = await launched.window.locator(`#${id}`).boundingBox();
  expect(after?.y).toBeCloseTo((before?.y ?? 0) + 400, -1);
});

test('a filter that finds nothing, taken back, ends at the newest row again', async () => {
  await launched.window.keyboard.press('/');
  await launched.window.keyboard.insertText('ttft:>200s');
  await expect.poll(() => exchangeRows(launched.window).count()).toBe(0);
  await launched.window.keyboard.press('ControlOrMeta+A');
  await launched.window.keyboard.press('Backspace');
  await exchangeRows(launched.window).first().waitFor();
  await afterSomeAnswers();
  expect(await fromEnd()).toBeLessThan(2);
});
