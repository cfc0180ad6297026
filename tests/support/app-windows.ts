/** Several windows of one app: waiting for a new one, asking and sizing a certain one. */
import type { Page } from 'playwright-core';
import type { Bridge } from '../../shared/ipc/contract.ts';
import type { LaunchedApp } from './app-launcher.ts';

/** The window that `open` opens, once its page is there. */
export async function openedWindow({ app }: LaunchedApp, open: () => Promise<unknown>): Promise<Page> {
  const [page] = await Promise.all([app.waitForEvent('window'), open()]);
  page.setDefaultTimeout(20_000);
  await page.getByRole('region', { name: 'Exchange' }).or(page.getByRole('complementary')).first().waitFor();
  return page;
}

/** Asks a command as this page would. */
export function invokeIn(page: Page): Bridge['invoke'] {
  return ((name: string, request: unknown) =>
    page.evaluate(
      ([command, argument]) => {
        const bridge = window.bridge as unknown as { invoke(name: string, request: unknown): Promise<unknown> };
        return bridge.invoke(command, argument);
      },
      [name, request] as const,
    )) as unknown as Bridge['invoke'];
}

/** Closes it as its button does. */
export async function closeWindow({ app }: LaunchedApp, page: Page): Promise<void> {
  const handle = await app.browserWindow(page);
  const closed = page.waitForEvent('close');
  await handle.evaluate((window) => window.close());
  await closed;
}

/** What the clipboard holds. */
export function clipboardText({ app }: LaunchedApp): Promise<string> {
  return app.evaluate(({ clipboard }) => clipboard.readText());
}
