/** What lasts: exchanges, settings and the window's place after a restart, and what an export writes. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, exchangeRows } from '../support/window-parts.ts';

let folder: string;
let upstream: SteeredUpstream;
let launched: LaunchedApp;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wirelens-history-'));
  upstream = await startSteeredUpstream();
  launched = await launchApp({ dataFolder: path.join(folder, 'data') });
  await addUpstream(launched, 'mine', [upstream.url]);
});

afterEach(async () => {
  await launched?.close();
  await upstream?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function completeOneChat(answer: string): Promise<void> {
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  stream.sendText(answer);
  stream.finish();
  await call.end;
}

async function onlyExchangeId(): Promise<string> {
  await expect.poll(async () => (await listed())[0]?.phase).toBe('ended');
  return (await listed())[0]?.id ?? '';
}

function listed() {
  return launched.invoke('exchanges.list', { before: null, limit: 10 });
}

describe('after a restart', () => {
  test('yesterday’s exchange is in the list and can be read again', async () => {
    await completeOneChat('Remember me.');
    await onlyExchangeId();
    await launched.close();
    launched = await launchApp({ dataFolder: path.join(folder, 'data') });
    await exchangeRows(launched.window).first().click();
    await launched.window.getByText('Remember me.').last().waitFor();
  });

  test('a stream that was running is kept as far as it came, and called interrupted', async () => {
    const call = await startChat(launched.proxyUrl, 'mine');
    const stream = await upstream.nextStream();
    stream.sendText('This never ended');
    await call.received('This never ended');
    await launched.close();
    await call.end;
    launched = await launchApp({ dataFolder: path.join(folder, 'data') });
    const [summary] = await listed();
    expect(summary?.phase).toBe('ended');
    expect(summary?.end).toBe('interrupted');
    await exchangeRows(launched.window).first().click();
    await launched.window.getByText('This never ended').last().waitFor();
  });

  test('settings and the size of the window are as they were left', async () => {
    await launched.setTheme('light');
    await launched.setSize(1100, 760);
    await launched.close();
    launched = await launchApp({ dataFolder: path.join(folder, 'data'), size: null });
    const { settings } = await launched.invoke('app.bootstrap', null);
    expect(settings.theme).toBe('light');
    expect(settings.upstreams.map(({ name }) => name)).toContain('mine');
    expect(await launched.window.evaluate(() => [innerWidth, innerHeight])).toEqual([1100, 760]);
  });
});

describe('an export', () => {
  test('goes to the file that the user chose, without the key', async () => {
    await completeOneChat('Write this down.');
    const id = await onlyExchangeId();
    const file = path.join(folder, 'transcript.md');
    await launched.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = (async () => ({ canceled: false, filePath })) as typeof dialog.showSaveDialog;
    }, file);
    const result = await launched.invoke('exchanges.export', { ids: [id], format: 'markdown', target: 'file' });
    expect(result).toMatchObject({ ok: true, value: { where: file } });
    const text = await readFile(file, 'utf8');
    expect(text).toContain('Write this down.');
    expect(text).not.toContain('sk-test-0123456789abcdef');
  });

  test('of everything as HAR is valid JSON with one entry per exchange', async () => {
    await completeOneChat('One.');
    await completeOneChat('Two.');
    await expect.poll(async () => (await listed()).filter(({ phase }) => phase === 'ended').length).toBe(2);
    const file = path.join(folder, 'all.har');
    await launched.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = (async () => ({ canceled: false, filePath })) as typeof dialog.showSaveDialog;
    }, file);
    await launched.invoke('exchanges.export', { ids: 'all', format: 'har', target: 'file' });
    const har: { log: { version: string; entries: unknown[] } } = JSON.parse(await readFile(file, 'utf8'));
    expect(har.log.version).toBe('1.2');
    expect(har.log.entries).toHaveLength(2);
  });

  test('that the user cancels writes nothing and says so', async () => {
    await completeOneChat('Never mind.');
    const id = await onlyExchangeId();
    await launched.app.evaluate(({ dialog }) => {
      dialog.showSaveDialog = (async () => ({ canceled: true, filePath: '' })) as typeof dialog.showSaveDialog;
    });
    const result = await launched.invoke('exchanges.export', { ids: [id], format: 'json', target: 'file' });
    expect(result).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
  });

  test('to the clipboard is what a paste gives', async () => {
    await completeOneChat('Copy me.');
    const id = await onlyExchangeId();
    await launched.invoke('exchanges.export', { ids: [id], format: 'curl', target: 'clipboard' });
    expect(await launched.app.evaluate(({ clipboard }) => clipboard.readText())).toContain('curl');
  });
});
