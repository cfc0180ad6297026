/** Named captures in the window: one is started, shown alone, renamed, merged, exported and deleted; rows are put into one. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;
let dataFolder: string;

beforeAll(async () => {
  upstream = await startSteeredUpstream();
  dataFolder = await mkdtemp(path.join(tmpdir(), 'wirelens-captures-'));
  launched = await launchApp({ dataFolder });
  await addUpstream(launched, 'mine', [upstream.url]);
  await chat('Alpha.');
  await chat('Beta.');
  await exchangeRows(launched.window).nth(1).waitFor();
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
});

/** On a port of its own, with a program that asks as soon as anybody listens there. */
async function restart(firstText: string): Promise<void> {
  // Settings are written a moment later.
  await launched.window.waitForTimeout(500);
  await launched.close();
  const port = await freePort();
  const first = accepting(port).then(() => chat(firstText, `http://127.0.0.1:${port}`));
  launched = await launchApp({ dataFolder, env: { WIRELENS_PORT: String(port) } });
  await first;
  await exchangeRows(launched.window).first().waitFor();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Resolves when something listens there. */
async function accepting(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise((resolve) =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    );
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function chat(text: string, proxyUrl = launched.proxyUrl): Promise<void> {
  const call = await startChat(proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  stream.sendText(text);
  stream.finish();
  await call.end;
}

/** What the rows say, whatever program they stand under. */
async function texts(): Promise<readonly string[]> {
  return (await exchangeRows(launched.window).locator('[data-kind]').allInnerTexts()).sort();
}

async function openPanel(): Promise<void> {
  await launched.window.getByRole('button', { name: /^Captures?\b/ }).click();
  await launched.window.getByRole('dialog', { name: 'Captures' }).waitFor();
}

async function act(capture: string, item: string): Promise<void> {
  await launched.window.getByRole('button', { name: `What to do with ${capture}` }).click();
  await launched.window.getByRole('menuitem', { name: item }).click();
}

async function runCommand(letters: string): Promise<void> {
  await launched.window.keyboard.press('Control+k');
  await launched.window.getByRole('combobox', { name: 'Command' }).fill(letters);
  await launched.window.keyboard.press('Enter');
}

test('a capture that is started shows what is recorded from then on, and nothing else', async () => {
  const { window } = launched;
  await openPanel();
  await launched.screenshot('captures-none');
  await window.getByRole('button', { name: 'New' }).click();
  await window.getByRole('textbox', { name: 'Name of the new capture' }).fill('monday');
  await launched.screenshot('captures-new');
  await window.getByRole('button', { name: 'Start' }).click();
  await window.getByText('into monday').waitFor();
  await window.getByText('Nothing in “monday” yet').waitFor();
  await chat('Gamma.');
  await expect.poll(texts).toEqual(['Gamma.']);
  await window.getByRole('button', { name: 'Back to everything' }).click();
  await expect.poll(texts).toEqual(['Alpha.', 'Beta.', 'Gamma.']);
});

test('rows are put into a capture by their menu', async () => {
  const { window } = launched;
  await exchangeRows(window).filter({ hasText: 'Alpha.' }).click();
  await exchangeRows(window)
    .filter({ hasText: 'Beta.' })
    .click({ modifiers: ['Shift'] });
  await exchangeRows(window).filter({ hasText: 'Beta.' }).click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Put 2 exchanges into a capture…' }).click();
  await window.getByRole('button', { name: 'New' }).click();
  await window.getByRole('textbox', { name: 'Name of the new capture' }).fill('sunday');
  await window.getByRole('button', { name: 'Put there' }).click();
  await openPanel();
  await window.getByRole('button', { name: /^sunday 2 exchanges/ }).waitFor();
  await window.getByRole('button', { name: /^monday.*recording.*1 exchange/ }).waitFor();
  await launched.screenshot('captures-panel');
  await window.getByRole('button', { name: /^sunday/ }).click();
  await expect.poll(texts).toEqual(['Alpha.', 'Beta.']);
});

test('while another capture is shown, what is recorded stays out of it', async () => {
  await chat('Delta.');
  await expect.poll(async () => (await launched.invoke('captures.ids', { name: 'monday' })).length).toBe(2);
  expect(await texts()).toEqual(['Alpha.', 'Beta.']);
  await runCommand('open capture monday');
  await expect.poll(texts).toEqual(['Delta.', 'Gamma.']);
});

test('renaming keeps it shown and recorded into', async () => {
  const { window } = launched;
  await openPanel();
  await act('monday', 'Rename…');
  await window.getByRole('textbox', { name: 'New name of monday' }).fill('sunday');
  await window.getByRole('button', { name: 'Rename' }).click();
  await window.getByText('There is already a capture "sunday"').waitFor();
  await window.getByRole('textbox', { name: 'New name of monday' }).fill('tuesday');
  await window.getByRole('button', { name: 'Rename' }).click();
  await window.getByText('into tuesday').waitFor();
  await window.keyboard.press('Escape');
  await chat('Epsilon.');
  await expect.poll(texts).toEqual(['Delta.', 'Epsilon.', 'Gamma.']);
});

test('a clear while it is shown leaves the others alone, and is taken back', async () => {
  const { window } = launched;
  await runCommand('clear the list');
  await expect.poll(texts).toEqual([]);
  await window.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(texts).toEqual(['Delta.', 'Epsilon.', 'Gamma.']);
});

test('export is over all of it', async () => {
  const { window } = launched;
  await openPanel();
  await act('sunday', 'Export…');
  await window.getByRole('dialog', { name: 'Export 2 exchanges' }).waitFor();
  await window.keyboard.press('Escape');
});

test('merging shows what both held', async () => {
  const { window } = launched;
  await openPanel();
  await act('sunday', 'Merge into another…');
  await launched.screenshot('captures-merge');
  await window.getByRole('button', { name: 'tuesday', exact: true }).click();
  await expect.poll(texts).toEqual(['Alpha.', 'Beta.', 'Delta.', 'Epsilon.', 'Gamma.']);
  await window.keyboard.press('Escape');
});

test('a capture that was deleted is taken back whole: shown, recorded into, with what it held', async () => {
  const { window } = launched;
  await openPanel();
  await act('tuesday', 'Delete…');
  await window.getByRole('button', { name: 'Delete', exact: true }).click();
  await window.keyboard.press('Escape');
  await window.getByText('“tuesday”, 5 exchanges deleted').waitFor();
  await expect.poll(() => window.getByText('into tuesday').count()).toBe(0);
  await launched.screenshot('captures-undo');
  await window.getByRole('button', { name: 'Undo' }).click();
  await window.getByText('into tuesday').waitFor();
  await expect.poll(texts).toEqual(['Alpha.', 'Beta.', 'Delta.', 'Epsilon.', 'Gamma.']);
  expect(await launched.invoke('captures.ids', { name: 'tuesday' })).toHaveLength(5);
});

test('recording into a capture goes on after a restart with the very first request, and says so', async () => {
  await restart('Eta.');
  await launched.window.getByText('into tuesday').waitFor();
  await expect.poll(async () => (await launched.invoke('captures.ids', { name: 'tuesday' })).length).toBe(6);
  await runCommand('open capture tuesday');
  await expect.poll(texts).toEqual(['Alpha.', 'Beta.', 'Delta.', 'Epsilon.', 'Eta.', 'Gamma.']);
});

test('deleting says what goes, and ends recording into it', async () => {
  const { window } = launched;
  await openPanel();
  await act('tuesday', 'Delete…');
  await window.getByText(/Delete “tuesday” and its 6 exchanges/).waitFor();
  await launched.screenshot('captures-delete');
  await window.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect.poll(() => window.getByText('into tuesday').count()).toBe(0);
  await window.keyboard.press('Escape');
  await chat('Zeta.');
  await expect.poll(texts).toEqual(['Zeta.']);
  expect(await launched.invoke('captures.list', null)).toEqual({ captures: [], recorded: null });
});

test('nothing is left in the console', () => {
  expect(launched.complaints).toEqual([]);
});
