/** What went wrong says so, and what to do next: no port, a damaged store, damaged settings, a refused upstream. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { expectAccessible } from '../support/axe.ts';
import { addUpstream, exchangeRows } from '../support/window-parts.ts';

let dataFolder: string;
let launched: LaunchedApp | null = null;
let taken: Server[] = [];

beforeEach(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'wirelens-errors-'));
});

afterEach(async () => {
  await launched?.close();
  for (const server of taken) server.close();
  [launched, taken] = [null, []];
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
});

/** The first of that many ports in a row that are all taken, by us or by somebody else. */
async function takePorts(count: number): Promise<number> {
  const first = createServer().listen(0, '127.0.0.1');
  await once(first, 'listening');
  taken.push(first);
  const { port } = first.address() as AddressInfo;
  // Else a row would run past the last port there is.
  if (port + count > 65_535) return takePorts(count);
  for (let next = port + 1; next < port + count; next += 1) {
    const server = createServer().listen(next, '127.0.0.1');
    await Promise.race([once(server, 'listening'), once(server, 'error').catch(() => null)]).catch(() => null);
    taken.push(server);
  }
  return port;
}

test('with no port to listen at there are no lines that mislead, and a button that leads to the port', async () => {
  const port = await takePorts(21);
  launched = await launchApp({ dataFolder, mayNotListen: true, env: { WIRELENS_PORT: String(port) } });
  const { window } = launched;
  await window
    .getByText(`Ports ${port} to ${port + 20}`)
    .first()
    .waitFor();
  await window.getByText('As soon as Wirelens listens, its address stands here.').waitFor();
  await window.getByRole('button', { name: 'Connect', exact: true }).click();
  const panel = window.getByRole('dialog', { name: 'Connect' });
  await panel.getByText('Wirelens is not listening').waitFor();
  expect(await panel.getByText('http://').count()).toBe(0);
  await expectAccessible(launched, 'not listening');
  await panel.getByRole('button', { name: 'Choose a port…' }).click();
  await window.getByRole('dialog', { name: 'Settings' }).getByLabel('Port').waitFor();
});

test('a port that was taken is named beside the one in its place, and leads to the settings', async () => {
  const port = await takePorts(1);
  launched = await launchApp({ dataFolder, env: { WIRELENS_PORT: String(port) } });
  expect(new URL(launched.proxyUrl).port).not.toBe(String(port));
  await launched.window.getByRole('button', { name: `port ${port} was taken` }).click();
  await launched.window.getByRole('dialog', { name: 'Settings' }).waitFor();
});

test('damaged settings and a damaged store are kept, named, and told with what can be done', async () => {
  await writeFile(path.join(dataFolder, 'settings.json'), '{ "port": 12');
  await writeFile(path.join(dataFolder, 'captures.sqlite'), Buffer.alloc(20_000, 'A'));
  launched = await launchApp({ dataFolder });
  const { window } = launched;
  const store = window.getByRole('status').filter({ hasText: 'Captures were damaged' });
  await store.getByText(/set aside as captures\.damaged-\S+\.sqlite, in the data folder.* \.recover/).waitFor();
  const settings = window.getByRole('status').filter({ hasText: 'Settings were damaged' });
  await settings.getByText(/kept as settings\.damaged-\S+\.json; mended, it can be imported/).waitFor();
  await expectAccessible(launched, 'notices');
  await settings.getByRole('button', { name: 'Settings…' }).click();
  await window.getByRole('dialog', { name: 'Settings' }).getByRole('button', { name: 'Import…' }).waitFor();
  await window.keyboard.press('Escape');
  await settings.getByRole('button', { name: 'Dismiss: Settings were damaged' }).click();
  await expect.poll(() => settings.count()).toBe(0);
});

test('an upstream that refuses says where nothing listens, and leads to the upstreams', async () => {
  launched = await launchApp({ dataFolder });
  const { window } = launched;
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  closed.close();
  await addUpstream(launched, 'mine', [`http://127.0.0.1:${port}`]);
  const response = await fetch(`${launched.proxyUrl}/mine/v1/chat/completions`, { method: 'POST', body: '{}' });
  expect(response.status).toBe(502);
  await exchangeRows(window).first().click();
  const card = window.getByRole('region', { name: 'The upstream did not answer' });
  await card.getByText(`Nothing is listening at http://127.0.0.1:${port}`).waitFor();
  const told = window.getByRole('region', { name: 'What your program was told' });
  await told.getByRole('button', { name: 'Upstreams…' }).click();
  await window.getByRole('dialog', { name: 'Upstreams' }).waitFor();
});
