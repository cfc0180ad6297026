/** Files taken in, filters saved, traces sent, by hand: what the window shows of imports, and how they go together. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, exchangeRows } from '../support/window-parts.ts';

let folder: string;
let launched: LaunchedApp;
let upstream: SteeredUpstream;
const spans: string[] = [];
const collector = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  spans.push(Buffer.concat(parts).toString('latin1'));
  response.end();
});

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wirelens-keeping-'));
  upstream = await startSteeredUpstream();
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
  await chat('Recorded here.');
  await exchangeRows(launched.window).first().waitFor();
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
  collector.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function chat(text: string): Promise<void> {
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  stream.sendText(text);
  stream.finish();
  await call.end;
}

async function fileWith(name: string, content: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

async function runCommand(letters: string): Promise<void> {
  await launched.window.keyboard.press('Control+k');
  await launched.window.getByRole('combobox', { name: 'Command' }).fill(letters);
  await launched.window.keyboard.press('Enter');
}

/** As the file system's own drags do it, but for the file's place, which only a real drag tells. */
async function drag(kind: 'dragover' | 'dragleave'): Promise<void> {
  await launched.window.evaluate((type) => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'x.har'));
    window.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }, kind);
}

const line = (question: string, answer: string) =>
  JSON.stringify({
    messages: [
      { role: 'user', content: question },
      { role: 'assistant', content: answer },
    ],
  });

test('files that hang over the window are told where they are and what would happen', async () => {
  await drag('dragover');
  await launched.window.getByText('Drop to import').waitFor();
  await launched.screenshot('drop');
  await drag('dragleave');
  await launched.window.getByText('Drop to import').waitFor({ state: 'detached' });
});

test('imported exchanges say so in list and sheet, are filtered by it, and go together with undo', async () => {
  const { window, invoke } = launched;
  const file = await fileWith('train.jsonl', `${line('One?', 'First answer.')}\n${line('Two?', 'Second answer.')}\n`);
  await invoke('exchanges.import', { paths: [file] });
  await window.getByText('2 exchanges were imported').waitFor();
  await exchangeRows(window).filter({ hasText: 'First answer.' }).click();
  await exchangeRows(window).filter({ hasText: 'imported' }).nth(1).waitFor();
  const inspector = window.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByText('train.jsonl').waitFor();
  await launched.screenshot('imported');
  await inspector.getByRole('button', { name: 'Show all of it' }).click();
  await expect.poll(() => exchangeRows(window).count()).toBe(2);
  await inspector.getByRole('button', { name: 'Delete all 2' }).click();
  await window.getByText('2 exchanges deleted').waitFor();
  await window.getByRole('button', { name: 'Clear the filter' }).click();
  await expect.poll(() => exchangeRows(window).count()).toBe(1);
  await window.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => exchangeRows(window).count()).toBe(3);
});

test('a file that is none says what it is', async () => {
  const { window, invoke } = launched;
  await invoke('exchanges.import', { paths: [await fileWith('notes.txt', 'Dear all,\n')] });
  await window.getByText(/This is text, but no file of exchanges/).waitFor();
  await launched.screenshot('not-imported');
});

test('a filter is saved, renamed, used from the palette, and deleted', async () => {
  const { window, invoke } = launched;
  await window.keyboard.press('/');
  const field = window.getByRole('textbox', { name: 'Filter exchanges' });
  await field.fill('is:imported');
  await window.keyboard.press('Escape');
  await window.getByRole('button', { name: 'Save this filter' }).click();
  await window.getByRole('button', { name: 'Clear the filter' }).click();
  await runCommand('saved filters rename');
  await window.getByRole('textbox', { name: 'Name of is:imported' }).fill('From files');
  await window.keyboard.press('Enter');
  await launched.screenshot('saved-filters');
  await window.getByRole('button', { name: 'Close' }).click();
  await runCommand('filter from files');
  await expect.poll(() => field.inputValue()).toBe('is:imported');
  await expect.poll(() => exchangeRows(window).count()).toBe(2);
  await runCommand('saved filters rename');
  await window.getByRole('button', { name: 'Delete From files' }).click();
  await expect.poll(async () => (await invoke('app.bootstrap', null)).settings.savedFilters).toEqual([]);
  await window.getByRole('button', { name: 'Close' }).click();
  await window.getByRole('button', { name: 'Clear the filter' }).click();
});

test('traces go to the collector that the settings name, and no prompt with them', async () => {
  const { window } = launched;
  await runCommand('settings');
  const traces = window.getByRole('region', { name: 'Traces' });
  await traces.getByRole('textbox', { name: 'Collector' }).fill('127.0.0.1:4318');
  await traces.getByRole('button', { name: 'Send there' }).click();
  await traces.getByText('"127.0.0.1:4318" is no http or https URL').waitFor();
  const url = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  await traces.getByRole('textbox', { name: 'Collector' }).fill(url);
  await traces.getByRole('button', { name: 'Test' }).click();
  await traces.getByText('The collector answers.').waitFor();
  await traces.getByRole('button', { name: 'Send there' }).click();
  await traces.getByText('0 exchanges sent.').waitFor();
  await chat('Told to nobody.');
  await traces.getByText('1 exchange sent.').waitFor();
  await launched.screenshot('traces');
  expect(spans.join()).toContain('chat ');
  expect(spans.join()).not.toContain('Told to nobody');
  await window.keyboard.press('Escape');
});

test('nothing is left in the console', () => {
  expect(launched.complaints).toEqual([]);
});
