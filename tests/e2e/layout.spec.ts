/** Panes: every split by hand, by keys and back by a double click, in both sizes, remembered; the exchange beside or below. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, completionOf, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wirelens-layout-'));
  upstream = await startSteeredUpstream();
  launched = await launchApp({ dataFolder: folder });
  await addUpstream(launched, 'mine', [upstream.url]);
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  stream.sendText('Alpha.');
  stream.finish();
  await call.end;
  await exchangeRows(launched.window).first().click();
  await completionOf(launched.window).getByText('Alpha.').waitFor();
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

function splitter(name: string, page: Page = launched.window): Locator {
  return page.getByRole('separator', { name });
}

async function sizeOf(bar: Locator): Promise<number> {
  return Number(await bar.getAttribute('aria-valuenow'));
}

/** Pixels to the right and down. */
async function drag(bar: Locator, right: number, down: number): Promise<void> {
  const box = await bar.boundingBox();
  if (box === null) throw new Error('the splitter is not on the screen');
  const { mouse } = bar.page();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x + right / 2, y + down / 2);
  await mouse.move(x + right, y + down);
  await mouse.up();
}

/** By mouse, by keys, and back as drawn; ends 32 px larger than drawn. */
async function tryOut(
  bar: Locator,
  { axis, sign }: { readonly axis: 'x' | 'y'; readonly sign: 1 | -1 },
): Promise<number> {
  const drawn = await sizeOf(bar);
  await drag(bar, axis === 'x' ? 24 * sign : 0, axis === 'y' ? 24 * sign : 0);
  await expect.poll(() => sizeOf(bar)).toBe(drawn + 24);
  await bar.dblclick();
  await expect.poll(() => sizeOf(bar)).toBe(drawn);
  await bar.focus();
  const larger = axis === 'x' ? (sign === 1 ? 'ArrowRight' : 'ArrowLeft') : 'ArrowDown';
  await bar.press(larger);
  await bar.press(larger);
  await expect.poll(() => sizeOf(bar)).toBe(drawn + 32);
  await bar.press('Enter');
  await expect.poll(() => sizeOf(bar)).toBe(drawn);
  await bar.press(larger);
  await bar.press(larger);
  await expect.poll(() => sizeOf(bar)).toBe(drawn + 32);
  return drawn + 32;
}

test.each([
  ['wide', { width: 1440, height: 900 }, ['Width of the list', 'Width of the event log', 'Width of the inspector']],
  ['smaller', { width: 1024, height: 700 }, ['Width of the list', 'Width of the event log']],
])('panes of a %s window are sized by hand and keys, and are the same after a restart', async (_what, size, names) => {
  await launched.setSize(size.width, size.height);
  const sizes: number[] = [];
  for (const name of names) {
    sizes.push(await tryOut(splitter(name), { axis: 'x', sign: name.includes('inspector') ? -1 : 1 }));
  }
  await launched.window.getByRole('tab', { name: 'Wire' }).click();
  sizes.push(await tryOut(splitter('Width of the chunks'), { axis: 'x', sign: 1 }));
  await launched.window.getByRole('tab', { name: 'Stream' }).click();
  await launched.close();
  launched = await launchApp({ dataFolder: folder, size });
  await exchangeRows(launched.window).first().click();
  for (const [at, name] of names.entries()) expect(await sizeOf(splitter(name))).toBe(sizes[at]);
  await launched.window.getByRole('tab', { name: 'Wire' }).click();
  expect(await sizeOf(splitter('Width of the chunks'))).toBe(sizes.at(-1));
  await launched.window.getByRole('tab', { name: 'Stream' }).click();
});

test('no pane can be pushed out of the window', async () => {
  await launched.setSize(1024, 700);
  const { window } = launched;
  for (const name of ['Width of the list', 'Width of the event log']) {
    await splitter(name).focus();
    await window.keyboard.press('End');
    expect(await window.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect((await completionOf(window).boundingBox())?.width).toBeGreaterThan(120);
    await window.keyboard.press('Home');
    await window.keyboard.press('Enter');
  }
});

test('below the list the exchange has the whole width, its height is set by hand, and both are remembered', async () => {
  const { window } = launched;
  await launched.setSize(1440, 900);
  await window.getByRole('button', { name: 'More' }).click();
  await window.getByRole('menuitemradio', { name: 'Below the list' }).click();
  await window.keyboard.press('Escape');
  const list = window.getByRole('complementary', { name: 'Exchanges' });
  const sheet = window.getByRole('region', { name: 'Exchange', exact: true });
  await expect.poll(async () => (await list.boundingBox())?.width).toBeGreaterThan(1400);
  expect((await sheet.boundingBox())?.width).toBeGreaterThan(1400);
  const height = await tryOut(splitter('Height of the list'), { axis: 'y', sign: 1 });
  for (const [width, tall] of [
    [1024, 700],
    [820, 600],
  ] as const) {
    await launched.setSize(width, tall);
    expect(await window.getByRole('button', { name: 'Show the list' }).count()).toBe(0);
    expect((await completionOf(window).boundingBox())?.height).toBeGreaterThan(60);
  }
  await launched.close();
  launched = await launchApp({ dataFolder: folder });
  expect(await sizeOf(splitter('Height of the list'))).toBe(height);
  await launched.window.keyboard.press('d');
  await launched.window.keyboard.press('d');
});

/** Px of the event log's sight that no row covers, once the window has painted twice. */
function bareHeight(): Promise<number> {
  return launched.window.evaluate(async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    const log = document.querySelector('[data-log]');
    if (log === null) return -1;
    const sight = log.getBoundingClientRect();
    let covered = 0;
    for (const row of log.querySelectorAll('[role="option"]')) {
      const { top, bottom } = row.getBoundingClientRect();
      covered += Math.max(0, Math.min(bottom, sight.bottom) - Math.max(top, sight.top));
    }
    return sight.height - covered;
  });
}

test('the event log is full of rows in whatever height it gets, at its end and in its middle', async () => {
  const { window } = launched;
  await window.getByRole('button', { name: 'More' }).click();
  await window.getByRole('menuitemradio', { name: 'To the right of the list' }).click();
  await window.keyboard.press('Escape');
  await launched.setSize(1440, 900);
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  for (let word = 0; word < 300; word += 1) stream.sendText(`word ${word} `);
  await call.received('word 299 ');
  await exchangeRows(window).last().click();
  const log = window.locator('[data-log]');
  const restBelow = () => log.evaluate((it) => it.scrollHeight - it.scrollTop - it.clientHeight);
  await completionOf(window).getByText('word 299').waitFor();
  await expect.poll(restBelow).toBeLessThan(2);
  const tall = await log.evaluate((it) => it.clientHeight);
  await launched.setSize(1440, 600);
  await expect.poll(() => log.evaluate((it) => it.clientHeight)).toBeLessThan(tall - 250);
  await expect.poll(restBelow).toBeLessThan(2);
  // The room below the last row.
  await expect.poll(bareHeight).toBeLessThan(12);
  await log.evaluate((it) => it.scrollTo(0, 3000));
  await launched.setSize(1440, 900);
  await expect.poll(() => log.evaluate((it) => it.clientHeight)).toBe(tall);
  expect(await log.evaluate((it) => it.scrollTop)).toBe(3000);
  await expect.poll(bareHeight).toBeLessThan(2);
  stream.finish();
  await call.end;
});
