/**
 * Opens the built app in real Electron with a profile of its own and a port that nobody else has. Whoever launches
 * must `close`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ElectronApplication, _electron as electron, type Page } from 'playwright-core';
import type { Bridge, ProxyStatus } from '../../shared/ipc/contract.ts';
import type { ThemeChoice } from '../../shared/model/settings.ts';

export const repositoryRoot = path.resolve(import.meta.dirname, '..', '..');

export type LaunchOptions = {
  /** A data folder to keep, for restarts; by default a temporary one that `close` removes. */
  readonly dataFolder?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly theme?: ThemeChoice;
  /** The tour comes with the first sample, as on a new machine; else it was seen already. */
  readonly withTour?: boolean;
  /** Its port is expected to be taken, and all the next ones: then `proxyUrl` is empty. */
  readonly mayNotListen?: boolean;
  /** Of the page, in CSS pixels; 1440 x 900 by default. Null: as the app opens it. */
  readonly size?: { readonly width: number; readonly height: number } | null;
};

export type LaunchedApp = {
  readonly app: ElectronApplication;
  readonly window: Page;
  /** `http://127.0.0.1:<port>` of the running proxy. */
  readonly proxyUrl: string;
  readonly dataFolder: string;
  /** What the page wrote to its console as warning or error, and what it threw. */
  readonly complaints: readonly string[];
  /** Asks a command as the page would. */
  readonly invoke: Bridge['invoke'];
  readonly setTheme: (theme: ThemeChoice) => Promise<void>;
  readonly setSize: (width: number, height: number) => Promise<void>;
  /** Keeps a picture in WIRELENS_SCREENSHOTS (a folder), when that is set; gives its bytes. */
  readonly screenshot: (name: string) => Promise<Buffer>;
  /** Quits as a user does, and removes the temporary profile. A second call does nothing. */
  readonly close: () => Promise<void>;
};

declare global {
  interface Window {
    bridge?: Bridge;
  }
}

/** Starts the app and waits until its window shows and its proxy listens. */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(path.join(tmpdir(), 'wirelens-app-')));
  const app = await electron.launch({
    executablePath: electronExecutable(),
    args: [...rootFlags(), `--user-data-dir=${dataFolder}`, repositoryRoot],
    // Else Playwright would pretend a light system, whatever the app decides.
    colorScheme: null,
    env: { ...inheritedEnvironment(), WIRELENS_DATA: dataFolder, WIRELENS_PORT: '0', ...options.env },
  });
  const window = await app.firstWindow();
  window.setDefaultTimeout(20_000);
  const complaints = collectComplaints(window);
  await window.waitForLoadState('load');
  if (!options.withTour) await window.evaluate(() => localStorage.setItem('wirelens.tour', 'seen'));
  const invoke = createInvoke(window);
  let isClosed = false;
  const launched: LaunchedApp = {
    app,
    window,
    dataFolder,
    complaints,
    invoke,
    proxyUrl: options.mayNotListen ? '' : await listeningUrl(invoke),
    setTheme: async (theme) => void (await invoke('settings.update', { theme })),
    setSize: (width, height) => setContentSize(app, window, width, height),
    screenshot: (name) => takeScreenshot(window, name),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await app.close();
      if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  const size = options.size === undefined ? { width: 1440, height: 900 } : options.size;
  if (size) await launched.setSize(size.width, size.height);
  if (options.theme) await launched.setTheme(options.theme);
  return launched;
}

/** Set by scripts/e2e.mjs, which knows how to find or make one. */
export function electronExecutable(): string {
  const executable = process.env.WIRELENS_ELECTRON;
  if (!executable) throw new Error('WIRELENS_ELECTRON is not set: start these tests with `npm run e2e`.');
  return executable;
}

/** Chromium refuses its sandbox to root; only then is it off. */
export function rootFlags(): readonly string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** Our own environment, without what would turn Electron into plain Node. */
export function inheritedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => name !== 'ELECTRON_RUN_AS_NODE');
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function collectComplaints(window: Page): string[] {
  const complaints: string[] = [];
  window.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  window.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

function createInvoke(window: Page): Bridge['invoke'] {
  return ((name: string, request: unknown) =>
    window.evaluate(([command, argument]) => (window as unknown as WindowWithBridge).bridge.invoke(command, argument), [
      name,
      request,
    ] as const)) as unknown as Bridge['invoke'];
}

type WindowWithBridge = { readonly bridge: { invoke(name: string, request: unknown): Promise<unknown> } };

async function listeningUrl(invoke: Bridge['invoke']): Promise<string> {
  const status: ProxyStatus = (await invoke('app.bootstrap', null)).proxy;
  if (status.url === null) throw new Error(`the proxy does not listen: ${status.problem}`);
  return status.url;
}

async function setContentSize(app: ElectronApplication, page: Page, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  );
  await page.waitForFunction((size) => innerWidth === size.width && innerHeight === size.height, { width, height });
}

async function takeScreenshot(window: Page, name: string): Promise<Buffer> {
  const folder = process.env.WIRELENS_SCREENSHOTS;
  return window.screenshot(folder ? { path: path.join(folder, `${name}.png`) } : {});
}
