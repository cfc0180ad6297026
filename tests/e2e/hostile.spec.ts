/** 200 hostile streams through the running app with exchanges opened in between: the bytes pass, the window lives. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { hostileBody } from '../support/hostile-bodies.ts';
import { type HostileServer, postAndKeep, startHostileServer } from '../support/hostile-server.ts';
import { addUpstream, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let upstream: HostileServer;

beforeAll(async () => {
  upstream = await startHostileServer();
  launched = await launchApp();
  await addUpstream(launched, 'any', [upstream.url]);
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

test('200 malformed, mislabelled and cut streams leave the client its bytes and the window alive', async () => {
  const { window, proxyUrl } = launched;
  for (let seed = 0; seed < 200; seed += 1) {
    const body = hostileBody(seed);
    upstream.serve(body);
    const received = await postAndKeep(`${proxyUrl}/any${body.path}`);
    // After a cut an error event of ours may follow; what the upstream sent stands before it, unchanged.
    expect(received.body.subarray(0, body.body.length).equals(body.body), body.title).toBe(true);
    if (!body.isCut) expect(received.body.length, body.title).toBe(body.body.length);
    if (seed % 8 === 0) await exchangeRows(window).last().click();
  }
  await expect.poll(async () => (await launched.invoke('app.bootstrap', null)).capture.exchangeCount).toBe(200);
  expect(launched.complaints).toEqual([]);
  await window.getByRole('tab', { name: 'Wire' }).click();
  await window.getByRole('tab', { name: 'Stream' }).click();
  await window.getByRole('listbox', { name: 'Events' }).waitFor();
}, 120_000);
