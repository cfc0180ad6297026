/** Log, completion and bytes as one instrument: the thread, the log's filter by JSON path, and chunks among events also of a gzip body. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { constants, createGzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { addUpstream, completionOf, eventRows, exchangeRows, litText } from '../support/window-parts.ts';

let launched: LaunchedApp;
let server: Server;
const pieces = ['Wait', ' a', ' grünes', ' while', '.'];

function chunkOf(content: string): string {
  const delta = { id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content } }] };
  return `data: ${JSON.stringify(delta)}\n\n`;
}

/** Two events to a flush, so that a chunk of the network holds several, and gzip if it is asked for. */
async function answer(send: (text: string) => Promise<void>): Promise<void> {
  const events = [...pieces.map(chunkOf), 'data: [DONE]\n\n'];
  for (let at = 0; at < events.length; at += 2) await send(events.slice(at, at + 2).join(''));
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    request.resume();
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Content-Encoding': 'gzip' });
    const gzip = createGzip();
    gzip.pipe(response);
    await answer(
      (text) =>
        new Promise((resolve) => {
          gzip.write(text);
          gzip.flush(constants.Z_SYNC_FLUSH, () => setTimeout(resolve, 30));
        }),
    );
    gzip.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  launched = await launchApp({ theme: 'dark' });
  await addUpstream(launched, 'zipped', [`http://127.0.0.1:${(server.address() as AddressInfo).port}`]);
  const response = await fetch(`${launched.proxyUrl}/zipped/v1/chat/completions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept-Encoding': 'gzip' },
    body: JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: 'Say wait.' }] }),
  });
  await response.text();
  await exchangeRows(launched.window).first().click();
  await completionOf(launched.window).getByText('Wait a grünes while').waitFor();
});

afterAll(async () => {
  await launched?.close();
  server?.close();
});

const thread = () => launched.window.locator('svg[data-drawn]');

describe('the thread', () => {
  test('runs from the picked row to the block, and goes when nothing is picked', async () => {
    const { window } = launched;
    await eventRows(window).filter({ hasText: 'grünes' }).click();
    await thread().waitFor();
    await launched.screenshot('thread-dark');
    const [start, end] = await Promise.all([0, 1].map((at) => thread().locator('circle').nth(at).boundingBox()));
    const row = await eventRows(window).filter({ hasText: 'grünes' }).boundingBox();
    const bar = await window.getByRole('button', { name: 'Events of this text block' }).boundingBox();
    if (!start || !end || !row || !bar) throw new Error('not drawn');
    expect(Math.abs(start.x + start.width / 2 - (row.x + row.width))).toBeLessThan(2);
    expect(start.y).toBeGreaterThan(row.y);
    expect(start.y).toBeLessThan(row.y + row.height);
    expect(Math.abs(end.x + end.width / 2 - (bar.x + bar.width / 2))).toBeLessThan(2);
    await window.keyboard.press('Escape');
    await expect.poll(() => thread().count()).toBe(0);
  });
});

describe('the log', () => {
  test('is filtered by a JSON path, with or without its value', async () => {
    const { window } = launched;
    await window.getByRole('button', { name: 'Filter events' }).click();
    const field = window.getByRole('textbox', { name: 'Filter events' });
    await field.fill('choices.0.delta.content');
    await expect.poll(() => eventRows(window).count()).toBe(pieces.length);
    await field.fill('choices.0.delta.content = grün');
    await expect.poll(() => eventRows(window).count()).toBe(1);
    await field.fill('choices.0.delta.role');
    await window.getByText('No event matches.').waitFor();
    await field.press('Escape');
  });
});

describe('the bytes of an event', () => {
  test('light the piece that it wrote', async () => {
    const { window } = launched;
    const row = eventRows(window).filter({ hasText: 'while' });
    await row.click();
    await row.click();
    await expect.poll(() => window.locator('[data-log] mark').textContent()).toBe(' while');
    await window.keyboard.press('Escape');
    await window.keyboard.press('Escape');
  });
});

describe('the Wire view of a gzip body', () => {
  const chunks = () => launched.window.getByRole('listbox', { name: 'Network chunks' }).getByRole('option');

  test('shows which events came together, in decoded offsets', async () => {
    const { window } = launched;
    await window.keyboard.press('4');
    await chunks().filter({ hasText: '0 to 1' }).waitFor();
    await chunks().filter({ hasText: '2 to 3' }).waitFor();
    await window
      .getByText(/decoded$/)
      .first()
      .waitFor();
  });

  test('a chunk picks its events, and they are lit in the bytes', async () => {
    const { window } = launched;
    await chunks().filter({ hasText: '2 to 3' }).click();
    const lit = window.getByRole('region', { name: 'Bytes' }).locator('[data-lit]');
    await lit.first().waitFor();
    await window.getByText(/in chunk \d/).waitFor();
    await launched.screenshot('wire-chunks-dark');
    await launched.setSize(1024, 700);
    await launched.screenshot('wire-chunks-dark-small');
    await launched.setSize(1440, 900);
    await window.keyboard.press('1');
    await expect.poll(() => litText(window)).toBe(' grünes while');
  });

  test('an event that is picked is shown in the chunk that carried it, also as sent', async () => {
    const { window } = launched;
    await eventRows(window).filter({ hasText: 'grünes' }).click();
    await window.keyboard.press('4');
    await expect.poll(() => chunks().and(window.locator('[aria-selected="true"]')).count()).toBe(1);
    await window.getByRole('radio', { name: 'As sent' }).click();
    await window.getByRole('region', { name: 'Bytes' }).locator('[data-lit]').first().waitFor();
    expect(launched.complaints).toEqual([]);
  });
});
