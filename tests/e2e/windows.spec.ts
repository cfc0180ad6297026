/** Several windows: each with its own choice, filter, layout and zoom; each told what it needs; closed and restored. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { clipboardText, closeWindow, invokeIn, openedWindow } from '../support/app-windows.ts';
import { seriousFindings } from '../support/axe.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, completionOf, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;

beforeEach(async () => {
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
});

afterEach(async () => {
  await launched?.close();
  await upstream?.close();
});

async function say(text: string): Promise<void> {
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  stream.sendText(text);
  stream.finish();
  await call.end;
  await rowOf(launched.window, text).waitFor();
}

function rowOf(page: Page, text: string) {
  return exchangeRows(page).filter({ hasText: text });
}

/** Ids of rows that a page is told from now on. */
function listenForRows(page: Page): Promise<unknown> {
  return page.evaluate(() => {
    const told: string[] = [];
    Object.assign(window, { toldRows: told });
    window.bridge?.on('capture.batch', (json) => {
      const { rows, open } = JSON.parse(json) as { rows: { id: string }[]; open: { id: string }[] };
      told.push(...rows.map(({ id }) => id), ...open.map(({ id }) => `open ${id}`));
    });
  });
}

function toldRows(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => (window as unknown as { toldRows: string[] }).toldRows);
}

function windowCount(): Promise<number> {
  return launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
}

test('a second window has a choice, a filter and a layout of its own', async () => {
  const { window } = launched;
  await say('Alpha.');
  await say('Beta.');
  await rowOf(window, 'Alpha.').click();
  const second = await openedWindow(launched, () => window.keyboard.press('Control+n'));
  await rowOf(second, 'Beta.').click();
  await completionOf(second).getByText('Beta.').waitFor();
  await completionOf(window).getByText('Alpha.').waitFor();
  await second.keyboard.press('/');
  await second.keyboard.type('gamma');
  await second.getByText('Nothing matches').waitFor();
  expect(await exchangeRows(window).count()).toBe(2);
  await second.getByRole('button', { name: 'Show all' }).last().click();
  await rowOf(second, 'Beta.').click();
  await second.keyboard.press('d');
  await expect.poll(() => second.locator('main').getAttribute('data-detail')).toBe('below');
  expect(await window.locator('main').getAttribute('data-detail')).toBe('right');
  await say('Gamma.');
  await rowOf(second, 'Gamma.').waitFor();
});

test('an exchange opens in its own window by Shift Enter and the middle button, and is told of nothing else', async () => {
  const { window } = launched;
  await say('Alpha.');
  await say('Beta.');
  await rowOf(window, 'Alpha.').click();
  const alone = await openedWindow(launched, () => window.keyboard.press('Shift+Enter'));
  await completionOf(alone).getByText('Alpha.').waitFor();
  expect(await exchangeRows(alone).count()).toBe(0);
  await expect.poll(() => alone.title()).toMatch(/^Alpha\. . Wirelens$/);
  expect(await seriousFindings(alone)).toEqual([]);
  await listenForRows(alone);
  await say('Gamma.');
  expect(await toldRows(alone)).toEqual([]);
  const other = await openedWindow(launched, () => rowOf(window, 'Beta.').click({ button: 'middle' }));
  await completionOf(other).getByText('Beta.').waitFor();
  await completionOf(window).getByText('Alpha.').waitFor();
  // The same one again comes forward, and no third window.
  await rowOf(window, 'Beta.').click({ button: 'middle' });
  await invokeIn(window)('app.bootstrap', null);
  expect(await windowCount()).toBe(3);
});

test('a running stream is followed by all windows that show it, and goes on when one of them is closed', async () => {
  const { window } = launched;
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  stream.sendText('One ');
  await exchangeRows(window).first().click();
  const alone = await openedWindow(launched, () => window.keyboard.press('Shift+Enter'));
  await completionOf(alone).getByText('One').waitFor();
  await listenForRows(alone);
  stream.sendText('two ');
  for (const page of [window, alone]) await completionOf(page).getByText('One two').waitFor();
  await expect.poll(async () => (await toldRows(alone)).some((told) => told.startsWith('open '))).toBe(true);
  await closeWindow(launched, alone);
  stream.sendText('three.');
  stream.finish();
  await completionOf(window).getByText('One two three.').waitFor();
  expect((await call.end).isCut).toBe(false);
  expect(launched.complaints).toEqual([]);
});

test('the exchange goes into a window of its own, follows the list, and comes back when that is closed', async () => {
  const { window } = launched;
  await say('Alpha.');
  await say('Beta.');
  await rowOf(window, 'Alpha.').click();
  await window.keyboard.press('d');
  const detail = await openedWindow(launched, () => window.keyboard.press('d'));
  await completionOf(detail).getByText('Alpha.').waitFor();
  await expect.poll(() => completionOf(window).count()).toBe(0);
  await rowOf(window, 'Beta.').click();
  await completionOf(detail).getByText('Beta.').waitFor();
  await closeWindow(launched, detail);
  await completionOf(window).getByText('Beta.').waitFor();
  expect(await window.locator('main').getAttribute('data-detail')).toBe('below');
  const again = await openedWindow(launched, () => window.keyboard.press('d'));
  await completionOf(again).getByText('Beta.').waitFor();
  const gone = again.waitForEvent('close');
  // The page may be gone before the click is told to be done.
  await again
    .getByRole('button', { name: 'Back to the list' })
    .click()
    .catch(() => undefined);
  await gone;
  await completionOf(window).getByText('Beta.').waitFor();
  expect(await windowCount()).toBe(1);
});

test('what one window deletes or marks, the others know', async () => {
  const { window } = launched;
  await say('Alpha.');
  await say('Beta.');
  const second = await openedWindow(launched, () => invokeIn(window)('window.openMain', null));
  await rowOf(second, 'Alpha.').click();
  const alone = await openedWindow(launched, () => second.keyboard.press('Shift+Enter'));
  await completionOf(alone).getByText('Alpha.').waitFor();
  await rowOf(window, 'Beta.').click();
  await window.keyboard.press('p');
  await second.getByText('Pinned').first().waitFor();
  await rowOf(window, 'Alpha.').click();
  await window.keyboard.press('Delete');
  await expect.poll(() => exchangeRows(second).count()).toBe(1);
  await second.getByText('No exchange open').waitFor();
  await alone.getByText('It was deleted.').waitFor();
  await window.getByRole('button', { name: 'Undo' }).click();
  await rowOf(second, 'Alpha.').waitFor();
});

test('zoom is each window its own, by keys, and the same after a restart', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'wirelens-zoom-'));
  const first = await launchApp({ dataFolder: folder });
  try {
    const drawn = await first.window.evaluate(() => devicePixelRatio);
    const second = await openedWindow(first, () => first.window.keyboard.press('Control+n'));
    await first.window.keyboard.press('Control+=');
    await first.window.keyboard.press('Control+=');
    await expect.poll(() => first.window.evaluate(() => devicePixelRatio)).toBeCloseTo(drawn * 1.25, 2);
    expect(await second.evaluate(() => devicePixelRatio)).toBeCloseTo(drawn, 2);
    await second.keyboard.press('Control+-');
    await expect.poll(() => second.evaluate(() => devicePixelRatio)).toBeCloseTo(drawn * 0.9, 2);
    expect(await first.window.evaluate(() => devicePixelRatio)).toBeCloseTo(drawn * 1.25, 2);
    await first.close();
    const again = await launchApp({ dataFolder: folder, size: null });
    await expect.poll(() => again.window.evaluate(() => devicePixelRatio)).not.toBe(drawn);
    await expect.poll(() => again.app.windows().length).toBe(2);
    const ratios = await Promise.all(again.app.windows().map((page) => page.evaluate(() => devicePixelRatio)));
    expect(ratios.map((ratio) => Math.round((ratio / drawn) * 100)).sort()).toEqual([125, 90]);
    for (const page of again.app.windows()) await page.evaluate(() => new Promise(requestAnimationFrame));
    await again.window.keyboard.press('Control+0');
    await expect.poll(() => again.window.evaluate(() => devicePixelRatio)).toBeCloseTo(drawn, 2);
    await again.close();
  } finally {
    await first.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

test('windows that were open when the app ended are open at the next start, but for what is gone', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'wirelens-restore-'));
  const before = launched;
  try {
    launched = await launchApp({ dataFolder: folder });
    await addUpstream(launched, 'mine', [upstream.url]);
    await say('Alpha.');
    await say('Beta.');
    for (const text of ['Alpha.', 'Beta.']) {
      await openedWindow(launched, () => rowOf(launched.window, text).click({ button: 'middle' }));
    }
    await rowOf(launched.window, 'Beta.').click();
    await launched.window.keyboard.press('Delete');
    await launched.close();
    launched = await launchApp({ dataFolder: folder });
    await expect.poll(() => launched.app.windows().length).toBe(2);
    const alone = launched.app.windows().find((page) => page !== launched.window) as Page;
    await completionOf(alone).getByText('Alpha.').waitFor();
    await launched.close();
  } finally {
    launched = before;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

describe('every window', () => {
  test('is in a sandbox, cannot navigate or open windows, and is refused when its frame is not ours', async () => {
    await say('Alpha.');
    await rowOf(launched.window, 'Alpha.').click();
    const alone = await openedWindow(launched, () => launched.window.keyboard.press('Shift+Enter'));
    const second = await openedWindow(launched, () => launched.window.keyboard.press('Control+n'));
    for (const page of [alone, second]) {
      const handle = await launched.app.browserWindow(page);
      const preferences = await handle.evaluate(({ webContents }) =>
        (webContents as unknown as { getLastWebPreferences(): unknown }).getLastWebPreferences(),
      );
      expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
      const before = page.url();
      expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
      await page.evaluate((url) => {
        location.href = url;
      }, `${launched.proxyUrl}/openai`);
      await invokeIn(page)('app.bootstrap', null);
      expect(page.url()).toBe(before);
      await expect(invokeIn(page)('window.openExchange', { id: '../x', event: null })).rejects.toThrow('was refused');
    }
    expect(await windowCount()).toBe(3);
  });
});

test('links are copied for an exchange and for an event, by menu, key and palette', async () => {
  const { window } = launched;
  await say('Alpha.');
  await rowOf(window, 'Alpha.').click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Copy link' }).click();
  const link = await clipboardText(launched);
  expect(link).toMatch(/^wirelens:\/\/exchange\/[0-9a-z]{20}$/);
  await rowOf(window, 'Alpha.').click();
  await window.getByRole('listbox', { name: 'Events' }).getByRole('option').nth(1).click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Copy link to event 1' }).click();
  expect(await clipboardText(launched)).toBe(`${link}#1`);
  await launched.app.evaluate(({ clipboard }) => clipboard.writeText(''));
  await window.keyboard.press('Control+Shift+c');
  await expect.poll(() => clipboardText(launched)).toBe(`${link}#1`);
  await window.keyboard.press('Control+k');
  await window.getByRole('combobox', { name: 'Command' }).fill('copy link to this');
  await window.keyboard.press('Enter');
  await expect.poll(() => clipboardText(launched)).toBe(link);
});
