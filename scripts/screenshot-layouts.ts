/** Pictures of layouts that are not one window at its drawn size: the exchange in a window of its own, and zoom. */
import type { Page } from 'playwright-core';
import type { LaunchedApp } from '../tests/support/app-launcher.ts';
import { openedWindow } from '../tests/support/app-windows.ts';

type Size = { readonly width: number; readonly height: number };

/** Takes and keeps one picture; `page` is another one than the first window's. */
export type Keep = (state: string, theme: 'light' | 'dark', size: Size, page?: Page) => Promise<void>;

const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const;
const themes = ['light', 'dark'] as const;

/** The exchange goes into a window of its own and comes back. */
export async function showOwnWindow(launched: LaunchedApp, keep: Keep): Promise<void> {
  await launched.window.getByRole('tree', { name: 'Exchanges' }).focus();
  await launched.window.keyboard.press('d');
  const detail = await openedWindow(launched, () => launched.window.keyboard.press('d'));
  const handle = await launched.app.browserWindow(detail);
  for (const size of sizes) {
    await handle.evaluate((window, { width, height }) => window.setContentSize(width, height), size);
    await detail.waitForFunction((wanted) => innerWidth === wanted.width && innerHeight === wanted.height, size);
    for (const theme of themes) {
      await launched.setTheme(theme);
      await detail.waitForTimeout(400);
      await keep('own-window', theme, size, detail);
    }
  }
  const gone = detail.waitForEvent('close');
  await handle.evaluate((window) => window.close());
  await gone;
  await launched.window.keyboard.press('Control+k');
  await launched.window.getByRole('combobox', { name: 'Command' }).fill('right of the list');
  await launched.window.keyboard.press('Enter');
}

/** At one and a half times the drawn size, and back. */
export async function showZoom(launched: LaunchedApp, keep: Keep): Promise<void> {
  const { window } = launched;
  const drawn = await window.evaluate(() => devicePixelRatio);
  for (const size of sizes) {
    await launched.setSize(size.width, size.height);
    while ((await window.evaluate(() => devicePixelRatio)) < drawn * 1.49) {
      await window.keyboard.press('Control+=');
      await window.waitForTimeout(150);
    }
    for (const theme of themes) {
      await launched.setTheme(theme);
      await window.waitForTimeout(400);
      await keep('zoom-150', theme, size);
    }
    await window.keyboard.press('Control+0');
    await window.waitForFunction((width) => innerWidth === width, size.width);
  }
  await launched.setSize(1440, 900);
}
