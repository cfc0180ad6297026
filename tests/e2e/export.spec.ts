/** Exports by hand: the menu of the open exchange, every format to a file and to the clipboard. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, completionOf, exchangeRows } from '../support/window-parts.ts';

let folder: string;
let launched: LaunchedApp;
let upstream: SteeredUpstream;
let body: string;
const answer = 'Take this with you.';
const secret = 'sk-test-0123456789abcdef';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wirelens-export-'));
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  stream.sendText(answer);
  stream.finish();
  ({ body } = await call.end);
  await exchangeRows(launched.window).first().click();
  await completionOf(launched.window).getByText(answer).waitFor();
  await launched.window.getByText('verbatim', { exact: true }).waitFor();
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Answers the next save dialog as a user who chooses `file`, or cancels. */
async function answerDialog(file: string | null): Promise<void> {
  await launched.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = (async () => ({
      canceled: filePath === null,
      filePath: filePath ?? '',
    })) as typeof dialog.showSaveDialog;
  }, file);
}

async function choose(item: string): Promise<void> {
  await launched.window.getByRole('button', { name: 'Export' }).click();
  await launched.window
    .getByRole('menu', { name: 'Export' })
    .getByRole('menuitem', { name: item, exact: true })
    .click();
}

function readWhenThere(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

describe('the export menu', () => {
  test.each([
    ['Save Markdown transcript…', 'transcript.md', answer],
    ['Save JSON…', 'exchange.json', answer],
    ['Save HAR 1.2…', 'exchange.har', '"log"'],
    ['Save cURL…', 'request.sh', 'curl'],
    ['Save Raw response body…', 'body.sse', answer],
  ])('%s writes the file that was chosen, without the key', async (item, name, expected) => {
    const file = path.join(folder, name);
    await answerDialog(file);
    await choose(item);
    await expect.poll(() => readWhenThere(file)).toContain(expected);
    expect(await readFile(file, 'utf8')).not.toContain(secret);
  });

  test('gives the raw body byte for byte', async () => {
    expect(await readFile(path.join(folder, 'body.sse'), 'utf8')).toBe(body);
  });

  test.each([
    ['Copy Markdown transcript', answer],
    ['Copy JSON', answer],
    ['Copy HAR 1.2', '"log"'],
    ['Copy cURL', 'curl'],
    ['Copy Raw response body', answer],
  ])('%s puts it on the clipboard, without the key', async (item, expected) => {
    await launched.app.evaluate(({ clipboard }) => clipboard.clear());
    await choose(item);
    const clipboardText = () => launched.app.evaluate(({ clipboard }) => clipboard.readText());
    await expect.poll(clipboardText).toContain(expected);
    expect(await clipboardText()).not.toContain(secret);
  });

  test('that is cancelled says nothing and complains about nothing', async () => {
    await answerDialog(null);
    await choose('Save JSON…');
    await expect.poll(() => launched.window.getByRole('menu').count()).toBe(0);
    expect(await launched.window.getByText('not exported').count()).toBe(0);
    expect(launched.complaints).toEqual([]);
  });

  test('that cannot write says that it did not', async () => {
    await answerDialog(path.join(folder, 'no', 'such', 'folder', 'x.json'));
    await choose('Save JSON…');
    await launched.window.getByText('not exported').waitFor();
  });
});
