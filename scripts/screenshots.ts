/**
 * `node scripts/with-electron.mjs scripts/screenshots.ts [--out FOLDER] [--only STATE,STATE]`: pictures of the real app's
 * states, in both themes and sizes, into docs/screenshots. The traffic is the app's own sample and a troubled upstream.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { type LaunchedApp, launchApp, repositoryRoot } from '../tests/support/app-launcher.ts';
import { eventRows, exchangeRows } from '../tests/support/window-parts.ts';
import { palettePng } from './palette-png.ts';
import { showConversation, showLarge } from './screenshot-conversation.ts';
import { type Keep, showOwnWindow, showZoom } from './screenshot-layouts.ts';
import { showPrograms } from './screenshot-programs.ts';
import { ask, startTroubledUpstream } from './screenshot-traffic.ts';

const { values } = parseArgs({ options: { out: { type: 'string' }, only: { type: 'string' } } });
const folder = values.out ?? path.join(repositoryRoot, 'docs', 'screenshots');
const only = values.only?.split(',') ?? null;
const themes = ['light', 'dark'] as const;
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const;

type Size = { readonly width: number; readonly height: number };

/** The state as it is now, in both themes; `where` other than both sizes for states of one size. */
async function picture(launched: LaunchedApp, state: string, where: readonly Size[] = sizes): Promise<void> {
  if (only !== null && !only.includes(state)) return;
  for (const size of where) {
    await launched.setSize(size.width, size.height);
    for (const theme of themes) {
      await launched.setTheme(theme);
      await launched.window.waitForTimeout(400);
      await keepPicture(launched, state, theme, size);
    }
  }
  await launched.setSize(1440, 900);
  process.stdout.write(`${state}\n`);
}

async function keepPicture(
  launched: LaunchedApp,
  state: string,
  theme: string,
  size: Size,
  page: Page = launched.window,
): Promise<void> {
  if (only !== null && !only.includes(state)) return;
  const file = path.join(folder, `${state}-${theme}-${size.width}x${size.height}.png`);
  await writeFile(file, await shoot(launched, size, page));
}

/** The window as the screen shows it, its buttons included; where the screen cannot be read, the page alone. */
async function shoot(launched: LaunchedApp, size: Size, shown: Page): Promise<Buffer> {
  const page = await shown.screenshot();
  if (process.platform !== 'linux') return page;
  const bounds = await (await launched.app.browserWindow(shown)).evaluate((window) => window.getContentBounds());
  const seen = await launched.app.evaluate(async ({ desktopCapturer, screen }, place) => {
    const display = screen.getPrimaryDisplay();
    const [source] = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize: display.size });
    if (source === undefined || display.scaleFactor !== 1) return null;
    const image = source.thumbnail.crop(place);
    return { ...image.getSize(), pixels: image.toBitmap().toString('base64') };
  }, bounds);
  // A window partly outside of the screen gives less than was asked.
  const isWhole = seen?.width === size.width && seen.height === size.height;
  return seen !== null && isWhole ? palettePng(Buffer.from(seen.pixels, 'base64'), seen.width, seen.height) : page;
}

/** Waits for a row that says this, and opens it. */
async function openRow(launched: LaunchedApp, words: RegExp): Promise<void> {
  const row = exchangeRows(launched.window)
    .and(launched.window.getByRole('treeitem', { name: words }))
    .last();
  await row.waitFor({ timeout: 120_000 });
  await row.click();
  await launched.window.waitForTimeout(600);
}

async function openPanel(launched: LaunchedApp, name: RegExp, state: string): Promise<void> {
  await launched.window.getByRole('button', { name }).click();
  await picture(launched, state);
  await launched.window.keyboard.press('Escape');
}

/** An own upstream that speaks as Anthropic does, so that what we add to a cut stream is in that shape too. */
async function addGateway(launched: LaunchedApp, url: string): Promise<void> {
  const { settings } = await launched.invoke('app.bootstrap', null);
  const preset = settings.upstreams.find(({ name }) => name === 'anthropic');
  const endpoint = preset?.endpoints[0];
  if (preset === undefined || endpoint === undefined) throw new Error('no preset named anthropic');
  const own = { ...preset, name: 'edge-gateway', title: 'edge-gateway', isPreset: false, isEnabled: true };
  const upstream = { ...own, activeEndpoint: 'eu', endpoints: [{ ...endpoint, name: 'eu', url }] };
  const result = await launched.invoke('upstreams.save', { upstream, previousName: null });
  if (!result.ok) throw new Error(result.error.message);
}

async function showSample(launched: LaunchedApp): Promise<void> {
  const { window } = launched;
  await picture(launched, 'empty');
  await window.getByRole('button', { name: 'Send a sample request' }).click();
  await openRow(launched, /sample-editor/);
  await window.waitForTimeout(6000);
  await picture(launched, 'streaming');
  await openPanel(launched, /^Upstreams/, 'upstreams');
  await openPanel(launched, /^Connect/, 'connect');
  await showCaptures(launched);
  await openRow(launched, /sample-overloaded.*(529|overloaded)/i);
  await picture(launched, 'error');
}

/** One that rows were put into, and one that is recorded into. */
async function showCaptures(launched: LaunchedApp): Promise<void> {
  const rows = await launched.invoke('exchanges.list', { before: null, limit: 4 });
  const ids = rows.map(({ id }) => id);
  await launched.invoke('captures.change', { kind: 'assign', name: 'retry without stampede', ids });
  await launched.invoke('captures.record', { name: 'second try' });
  await openPanel(launched, /^Captures/, 'captures');
  await launched.invoke('captures.record', { name: null });
  await launched.invoke('captures.change', { kind: 'forget', name: 'second try' });
}

/** As a user does by the palette. */
async function runCommand({ window }: LaunchedApp, words: string): Promise<void> {
  await window.keyboard.press('Control+k');
  await window.getByRole('combobox', { name: 'Command' }).fill(words);
  await window.keyboard.press('Enter');
  await window.waitForTimeout(600);
}

async function showTrouble(launched: LaunchedApp): Promise<void> {
  await ask(launched.proxyUrl, 'cut', 'Where does the relay wait?');
  await openRow(launched, /edge-gateway.*(reset|closed|truncated)/);
  await picture(launched, 'truncated');
  await ask(launched.proxyUrl, 'endless', 'Draft docs/retry.md', 2600);
  await openRow(launched, /edge-gateway.*aborted/);
  await picture(launched, 'aborted');
  await ask(launched.proxyUrl, 'odd', 'And the probe?');
  await openRow(launched, /edge-gateway.*(complete|truncated)$/);
  await picture(launched, 'findings');
}

async function showReading(launched: LaunchedApp): Promise<void> {
  const { window } = launched;
  await openRow(launched, /sample-editor/);
  await window.getByRole('button', { name: 'Filter events' }).click();
  await window.getByRole('textbox', { name: 'Filter events' }).fill('maxDelay');
  await eventRows(window).first().click();
  await window.getByRole('button', { name: 'Close the filter' }).click();
  await window.locator('[id^="event-"][aria-selected="true"]').click();
  await window.waitForTimeout(500);
  await picture(launched, 'selected');
  await window.getByRole('tab', { name: 'Wire' }).click();
  await window.waitForTimeout(500);
  await picture(launched, 'wire');
  await window.getByRole('tab', { name: 'Request' }).click();
  await window.waitForTimeout(500);
  await picture(launched, 'request');
  await window.getByRole('tab', { name: 'Stream' }).click();
  await openRow(launched, /sample-reasoner/);
  await window.getByRole('button', { name: /^Reasoning/ }).click();
  await picture(launched, 'reasoning');
  await window.getByRole('button', { name: /^Reasoning/ }).click();
  await openRow(launched, /sample-choices/);
  await picture(launched, 'choices');
}

/** The list above the sheet, the palette, an export, columns with a waterfall, the settings, the tour: over what the sample left. */
async function showList(launched: LaunchedApp): Promise<void> {
  const { window } = launched;
  await openRow(launched, /sample-editor/);
  await runCommand(launched, 'below the list');
  await picture(launched, 'below');
  await runCommand(launched, 'right of the list');
  await window.keyboard.press('Control+k');
  await picture(launched, 'palette');
  await window.keyboard.press('Escape');
  await runCommand(launched, 'export all exchanges');
  await window.getByRole('list', { name: 'Findings' }).waitFor();
  await picture(launched, 'export');
  await window.keyboard.press('Escape');
  await window.getByRole('button', { name: 'Rows and columns' }).click();
  await window.getByRole('menuitemradio', { name: 'One line, with columns' }).click();
  for (const name of ['Model', 'Cost', 'Waterfall']) await window.getByRole('menuitemcheckbox', { name }).click();
  await window.keyboard.press('Escape');
  const splitter = window.getByRole('separator', { name: 'Width of the list' });
  await splitter.focus();
  for (let step = 0; step < 22; step += 1) await window.keyboard.press('ArrowRight');
  await picture(launched, 'columns');
  await splitter.dblclick();
  await window.getByRole('button', { name: 'Rows and columns' }).click();
  await window.getByRole('menuitem', { name: 'Columns as they were' }).click();
  await window.getByRole('button', { name: 'Rows and columns' }).click();
  await window.getByRole('menuitemradio', { name: 'One line when there are many' }).click();
  await window.keyboard.press('Escape');
  await runCommand(launched, 'settings');
  await picture(launched, 'settings');
  await window.keyboard.press('Escape');
  await window.getByRole('button', { name: 'More' }).click();
  await window.getByRole('menuitem', { name: 'Tour of the window' }).click();
  await window.getByRole('button', { name: 'Next', exact: true }).click();
  await picture(launched, 'tour');
  await window.keyboard.press('Escape');
}

/** The exchange in its own window, and one and a half times the drawn size. */
async function showLayouts(launched: LaunchedApp): Promise<void> {
  const keep: Keep = (state, theme, size, page) => keepPicture(launched, state, theme, size, page);
  await openRow(launched, /sample-editor/);
  await showZoom(launched, keep);
  await showOwnWindow(launched, keep);
  process.stdout.write('layouts\n');
}

async function showNarrow(launched: LaunchedApp): Promise<void> {
  const narrow = { width: 820, height: 600 };
  await launched.setSize(narrow.width, narrow.height);
  await launched.window.getByRole('button', { name: 'Show the list' }).click();
  await picture(launched, 'narrow', [narrow]);
}

await mkdir(folder, { recursive: true });
const upstream = await startTroubledUpstream();
const launched = await launchApp();
try {
  await addGateway(launched, upstream.url);
  // Each part stands alone: what one misses must not take the pictures of the next.
  const showStarted = (app: LaunchedApp) => showPrograms(app, upstream.url, picture);
  const gateway = `${launched.proxyUrl}/edge-gateway`;
  const showTurns = (app: LaunchedApp) => showConversation(app, gateway, picture);
  const showMegabytes = (app: LaunchedApp) => showLarge(app, gateway, picture);
  const parts = [
    showSample,
    showTrouble,
    showReading,
    showLayouts,
    showList,
    showTurns,
    showMegabytes,
    showStarted,
    showNarrow,
  ];
  for (const show of parts) {
    await show(launched).catch((error: unknown) => {
      process.exitCode = 1;
      process.stderr.write(`${show.name} is not complete: ${error}\n`);
    });
    await launched.setSize(1440, 900);
  }
  if (launched.complaints.length > 0)
    process.stderr.write(`the window complained: ${launched.complaints.join('\n')}\n`);
} finally {
  await launched.close();
  await upstream.close();
}
