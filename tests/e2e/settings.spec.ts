/** Settings: searched, put back part by part with undo, out to a file and in again, and one bad field in settings.json. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { seriousFindings } from '../support/axe.ts';
import { addUpstream } from '../support/window-parts.ts';

let launched: LaunchedApp;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wirelens-settings-e2e-'));
  const damaged = { version: 1, theme: 'pink', listOrder: 'newest-first', savedFilters: [7] };
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify(damaged));
  launched = await launchApp({ dataFolder: folder });
});

afterAll(async () => {
  await launched?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

function dialog() {
  return launched.window.getByRole('dialog', { name: 'Settings' });
}

async function openSettings(): Promise<void> {
  const { window } = launched;
  await window.getByRole('button', { name: 'More' }).click();
  await window.getByRole('menuitem', { name: 'Settings…' }).click();
  await dialog().waitFor();
}

async function current() {
  return (await launched.invoke('app.bootstrap', null)).settings;
}

test('a bad field is told by its name, the good ones are in use', async () => {
  const { window } = launched;
  await window.getByText('Some settings could not be read').waitFor();
  await window.getByText(/"theme": .*"savedFilters\.0": .*settings\.damaged-/).waitFor();
  expect(await current()).toMatchObject({ theme: 'system', listOrder: 'newest-first', savedFilters: [] });
  await window.getByRole('button', { name: /^Dismiss: Some settings/ }).click();
});

test('a search leaves what has its words, says when nothing has, and Escape ends it', async () => {
  const { window } = launched;
  await openSettings();
  await window.getByRole('textbox', { name: 'Search settings' }).fill('port');
  await dialog().getByRole('textbox', { name: 'Port' }).waitFor();
  expect(await dialog().getByRole('radiogroup', { name: 'Theme' }).count()).toBe(0);
  await window.getByRole('textbox', { name: 'Search settings' }).fill('api keys');
  await dialog().getByRole('button', { name: 'Upstreams…' }).waitFor();
  await window.getByRole('textbox', { name: 'Search settings' }).fill('no such thing');
  await dialog()
    .getByText(/^No setting has these words/)
    .waitFor();
  await window.keyboard.press('Escape');
  await dialog().getByRole('radiogroup', { name: 'Theme' }).waitFor();
});

test.each(['light', 'dark'] as const)('everybody can use it in the %s theme', async (theme) => {
  await launched.setTheme(theme);
  expect(await seriousFindings(launched.window)).toEqual([]);
  await launched.setTheme('system');
});

test('a part goes back to how it ships, and undo takes that back', async () => {
  expect(await dialog().getByRole('button', { name: 'Reset Prices' }).count()).toBe(0);
  await dialog().getByRole('radio', { name: 'One line' }).click();
  await dialog().getByRole('button', { name: 'Reset Look' }).click();
  await dialog().getByText('Look is as it ships.').waitFor();
  expect((await current()).listOrder).toBe('newest-last');
  await dialog().getByRole('radio', { name: 'Automatic', checked: true }).waitFor();
  await dialog().getByRole('button', { name: 'Undo' }).click();
  await dialog().getByRole('radio', { name: 'One line', checked: true }).waitFor();
  expect((await current()).listOrder).toBe('newest-first');
});

test('a file holds no secret and says so; taken in again it changes what it says, and undo brings back what was', async () => {
  const { app } = launched;
  const filePath = path.join(folder, 'out.json');
  await addUpstream(launched, 'mine', ['http://127.0.0.1:9']);
  await launched.invoke('upstreams.setKey', { name: 'mine', endpoint: 'a', key: 'sk-very-secret-0123' });
  await app.evaluate(({ dialog: asked }, where) => {
    asked.showSaveDialog = (async () => ({ canceled: false, filePath: where })) as typeof asked.showSaveDialog;
    asked.showOpenDialog = (async () => ({ canceled: false, filePaths: [where] })) as typeof asked.showOpenDialog;
  }, filePath);
  await dialog().getByRole('button', { name: 'Export…' }).click();
  await dialog()
    .getByText(/Left out: the key of mine, a\./)
    .waitFor();
  const text = await readFile(filePath, 'utf8');
  expect(text).not.toMatch(/very-secret|0123|"hash"/);
  expect(JSON.parse(text)).toMatchObject({ wirelens: 'settings', look: { density: 'one-line' } });
  await writeFile(filePath, text.replace('"newest-first"', '"newest-last"').replace('"one-line"', '"two-line"'));
  await dialog().getByRole('button', { name: 'Import…' }).click();
  await dialog()
    .getByText(/^Changed: order of the list\. Your keys and switches stayed as they were\./)
    .waitFor();
  await dialog().getByRole('radio', { name: 'Two lines', checked: true }).waitFor();
  expect((await current()).upstreams.at(-1)?.endpoints[0]?.key).toMatchObject({ kind: 'stored' });
  await dialog().getByRole('button', { name: 'Undo' }).click();
  await dialog().getByRole('radio', { name: 'At the top', checked: true }).waitFor();
  await dialog().getByRole('radio', { name: 'One line', checked: true }).waitFor();
});

test('a file that holds no settings is refused in words', async () => {
  await writeFile(path.join(folder, 'out.json'), '{"log": {}}');
  await dialog().getByRole('button', { name: 'Import…' }).click();
  await dialog()
    .getByText(/^That file holds no settings of Wirelens/)
    .waitFor();
  expect((await current()).listOrder).toBe('newest-first');
});

test('nothing is left in the console', () => {
  expect(launched.complaints).toEqual([]);
});
