/** The first minute: an empty window that teaches, a sample that needs no key and no network, and both themes. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;

beforeEach(async () => {
  launched = await launchApp();
});

afterEach(async () => {
  await launched?.close();
});

describe('the first run', () => {
  test('offers a sample request, and its streams fill the list', async () => {
    const { window } = launched;
    await window
      .getByRole('button', { name: /sample/i })
      .first()
      .click();
    await expect.poll(() => exchangeRows(window).count(), { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
    await exchangeRows(window).first().click();
    await expect
      .poll(async () => (await launched.invoke('exchanges.list', { before: null, limit: 50 })).length, {
        timeout: 20_000,
      })
      .toBeGreaterThanOrEqual(3);
    expect(launched.complaints).toEqual([]);
  });

  test.each(['light', 'dark'] as const)(
    'is drawn in the %s theme, and nothing is loaded from elsewhere',
    async (theme) => {
      const { window } = launched;
      await launched.setTheme(theme);
      await expect
        .poll(() => window.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
        .toBe(theme === 'dark');
      const fonts = await window.evaluate(async () => {
        await document.fonts.ready;
        return [...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.family);
      });
      expect(fonts.join()).toContain('Inter');
      await launched.screenshot(`empty-${theme}-1440x900`);
      expect(launched.complaints).toEqual([]);
    },
  );

  test.each([
    [1440, 900],
    [1024, 700],
    [800, 560],
  ])('fits a window of %i x %i without scrolling the page', async (width, height) => {
    await launched.setSize(width, height);
    const overflow = await launched.window.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return [scrollWidth - innerWidth, scrollHeight - innerHeight];
    });
    expect(overflow).toEqual([0, 0]);
  });
});
