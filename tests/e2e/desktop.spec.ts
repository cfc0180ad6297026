/** The app beyond its windows: notifications that open what they tell of, and life without a window where it was asked for. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { quietDesktop } from '../../shared/model/desktop.ts';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { openedWindow } from '../support/app-windows.ts';
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

/** Notifications are told to the test instead of to a desktop that is not there; nobody looks at the window. */
async function listenForNotifications(): Promise<void> {
  await launched.app.evaluate(({ Notification, BrowserWindow }) => {
    const shown: Electron.Notification[] = [];
    Object.assign(globalThis, { shown });
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      shown.push(this);
    };
    BrowserWindow.getFocusedWindow = () => null;
  });
}

function titles(): Promise<readonly string[]> {
  return launched.app.evaluate(() =>
    (globalThis as unknown as { shown: Electron.Notification[] }).shown.map(({ title }) => title),
  );
}

/** What the next message box answers. */
async function answerBox(response: number): Promise<void> {
  await launched.app.evaluate(({ dialog }, answer) => {
    const told: string[] = [];
    Object.assign(globalThis, { told });
    dialog.showMessageBox = (async (...words: unknown[]) => {
      told.push((words.at(-1) as Electron.MessageBoxOptions).message);
      return { response: answer, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
  }, response);
}

function closeLast(): Promise<unknown> {
  return launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}

function windowCount(): Promise<number> {
  return launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
}

test('nothing is announced by itself; once switched on, an error is, and a click opens its exchange', async () => {
  const { window } = launched;
  await listenForNotifications();
  upstream.refuseNext(500, { error: { message: 'A quiet error.' } });
  await (await startChat(launched.proxyUrl, 'mine')).end;
  await exchangeRows(window).first().waitFor();
  expect(await titles()).toEqual([]);
  await window.getByRole('button', { name: 'More' }).click();
  await window.getByRole('menuitem', { name: 'Settings…' }).click();
  await window.getByRole('textbox', { name: 'Search settings' }).fill('notifications');
  await window.getByRole('switch', { name: 'Notifications' }).click();
  await window.getByRole('switch', { name: 'Errors' }).waitFor();
  await window.keyboard.press('Escape');
  await window.keyboard.press('Escape');
  upstream.refuseNext(429, { error: { message: 'Too much of everything.' } });
  await (await startChat(launched.proxyUrl, 'mine')).end;
  await expect.poll(titles).toHaveLength(1);
  expect((await titles())[0]).toMatch(/429/);
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  stream.sendText('Fine.');
  stream.finish();
  await call.end;
  await exchangeRows(window).filter({ hasText: 'Fine.' }).click();
  await completionOf(window).getByText('Fine.').waitFor();
  expect(await titles()).toHaveLength(1);
  await launched.app.evaluate(() => {
    (globalThis as unknown as { shown: Electron.Notification[] }).shown[0]?.emit('click');
  });
  await completionOf(window).getByText('Too much of everything.').first().waitFor();
});

test('an upstream that is gone is announced once', async () => {
  await listenForNotifications();
  const notifications = { ...quietDesktop.notifications, isEnabled: true };
  await launched.invoke('settings.update', { desktop: { notifications } });
  await upstream.close();
  for (const _round of [1, 2]) await (await startChat(launched.proxyUrl, 'mine')).end;
  await expect.poll(() => exchangeRows(launched.window).count()).toBe(2);
  await expect.poll(titles).toEqual(['mine, a does not answer']);
});

test('closing the last window ends the app, unless it shall go on, which it says the first time', async () => {
  await launched.invoke('settings.update', { desktop: { ...quietDesktop, keepsRunning: true, hasTray: true } });
  await answerBox(0);
  const closed = launched.window.waitForEvent('close');
  await closeLast();
  await closed;
  expect(await launched.app.evaluate(() => (globalThis as unknown as { told: string[] }).told)).toEqual([
    'Wirelens goes on without a window',
  ]);
  expect(await windowCount()).toBe(0);
  // The proxy answers, and what it recorded is there in the next window.
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  stream.sendText('Unseen.');
  stream.finish();
  expect((await call.end).isCut).toBe(false);
  const again = await openedWindow(launched, () =>
    launched.app.evaluate(({ app }) => app.emit('second-instance', {}, ['wirelens'], '/', null)),
  );
  await exchangeRows(again).filter({ hasText: 'Unseen.' }).waitFor();
  // Told once is enough.
  const gone = again.waitForEvent('close');
  await closeLast();
  await gone;
  expect(await launched.app.evaluate(() => (globalThis as unknown as { told: string[] }).told)).toHaveLength(1);
});

test('who does not want it to go on quits from that very question', async () => {
  await launched.invoke('settings.update', { desktop: { ...quietDesktop, keepsRunning: true } });
  await answerBox(1);
  const over = launched.app.waitForEvent('close');
  await closeLast();
  await over;
});

test('without that setting the app ends with its last window', async () => {
  if (process.platform === 'darwin') return;
  const over = launched.app.waitForEvent('close');
  await closeLast();
  await over;
});
