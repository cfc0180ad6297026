/** The app starts: its window shows, its proxy answers, and its page has no way out. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';

let launched: LaunchedApp;

beforeAll(async () => {
  launched = await launchApp();
});

afterAll(async () => {
  await launched?.close();
});

describe('a started app', () => {
  test('shows its window with the size that was asked for', async () => {
    await expect
      .poll(() => launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
      .toBe(true);
    expect(await launched.window.evaluate(() => [window.innerWidth, window.innerHeight])).toEqual([1440, 900]);
    expect(await launched.window.title()).toBe('Wirelens');
  });

  test('answers on its proxy port with an error of ours for a path without an upstream', async () => {
    const response = await fetch(`${launched.proxyUrl}/no-such-upstream/v1/models`);
    expect(response.status).toBe(404);
    expect(response.headers.get('x-wirelens-error')).toBe('no-route');
  });

  test('listens on loopback only', () => {
    expect(new URL(launched.proxyUrl).hostname).toBe('127.0.0.1');
  });
});

describe('the page of the window', () => {
  test('has a bridge of exactly invoke, on and the place of a dropped file, and nothing of Node', async () => {
    const seen = await launched.window.evaluate(() => ({
      bridge: Object.keys(window.bridge ?? {}).sort(),
      globals: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter((name) => name in window),
    }));
    expect(seen).toEqual({ bridge: ['invoke', 'on', 'pathOf'], globals: [] });
  });

  test('gets an error for a command that the contract does not name', async () => {
    await expect(askRaw('shell.open', { path: '/' })).rejects.toThrow('unknown command');
  });

  test('gets an error for a request of another shape', async () => {
    await expect(askRaw('exchanges.open', { id: '../../etc/passwd' })).rejects.toThrow('was refused');
    await expect(askRaw('settings.update', { host: '0.0.0.0' })).rejects.toThrow('was refused');
  });

  test('cannot navigate away, by script or by link', async () => {
    const before = launched.window.url();
    await launched.window.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url;
      document.body.append(link);
      link.click();
      link.remove();
      location.href = url;
    }, `${launched.proxyUrl}/openai`);
    // A denied navigation leaves no event to wait for: a full round trip through the page shows that it still lives.
    await launched.invoke('app.bootstrap', null);
    expect(launched.window.url()).toBe(before);
  });

  test('cannot open another window', async () => {
    expect(await launched.window.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
    expect(launched.app.windows()).toHaveLength(1);
  });

  test('cannot reach any network, not even the proxy', async () => {
    const outcome = await launched.window.evaluate(
      (url) =>
        fetch(url).then(
          () => 'fetched',
          () => 'blocked',
        ),
      launched.proxyUrl,
    );
    expect(outcome).toBe('blocked');
  });

  test('is refused every permission', async () => {
    const answer = await launched.window.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'granted',
        () => 'denied',
      ),
    );
    expect(answer).toBe('denied');
    expect(await launched.window.evaluate(() => Notification.requestPermission())).toBe('denied');
  });

  test('runs in a sandbox with an isolated context', async () => {
    const preferences = await launched.app.evaluate(({ BrowserWindow }) => {
      const contents: unknown = BrowserWindow.getAllWindows()[0]?.webContents;
      // Electron has it, its types do not.
      return (contents as { getLastWebPreferences(): unknown }).getLastWebPreferences();
    });
    expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
  });
});

function askRaw(name: string, request: unknown): Promise<unknown> {
  return launched.window.evaluate(
    ([command, argument]) => {
      const bridge = window.bridge as unknown as { invoke(name: string, request: unknown): Promise<unknown> };
      return bridge.invoke(command, argument);
    },
    [name, request] as const,
  );
}
