/** A program's traffic through the running app: seen while it happens, and unharmed by anything the user does. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;

beforeEach(async () => {
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
});

afterEach(async () => {
  await launched?.close();
  await upstream?.close();
});

describe('a live stream', () => {
  test('is read in the window while it is still being written', async () => {
    const { window, proxyUrl } = launched;
    const call = await startChat(proxyUrl, 'mine');
    const stream = await upstream.nextStream();
    stream.sendText('The first words');
    await call.received('The first words');
    await exchangeRows(window).first().click();
    await window.getByText('The first words').last().waitFor();
    stream.sendText(' and the last ones.');
    await window.getByText('The first words and the last ones.').last().waitFor();
    // Only now does the upstream end it: everything above was seen live.
    stream.finish();
    expect((await call.end).isCut).toBe(false);
    await window.getByText('verbatim').first().waitFor();
    expect(launched.complaints).toEqual([]);
  });

  test('that the client leaves ends at the upstream and is shown as aborted', async () => {
    const call = await startChat(launched.proxyUrl, 'mine');
    const stream = await upstream.nextStream();
    stream.sendText('Half an ans');
    await call.received('Half an ans');
    call.abort();
    await stream.gone;
    await expect.poll(() => exchangeRows(launched.window).first().getAttribute('aria-label')).toMatch(/abort/i);
    await exchangeRows(launched.window).first().click();
    await launched.window.getByText('Half an ans').last().waitFor();
  });

  test('that the upstream cuts is told to the client as an error event', async () => {
    const call = await startChat(launched.proxyUrl, 'mine');
    const stream = await upstream.nextStream();
    stream.sendText('Half an ans');
    await call.received('Half an ans');
    stream.die();
    const { body } = await call.end;
    expect(body).toMatch(/data: \{"error":/);
    expect(body).not.toContain('[DONE]');
  });
});

describe('a standstill of the app itself', () => {
  test('holds up neither a running stream nor the next request', async () => {
    const { app, window, proxyUrl, dataFolder } = launched;
    const running = await startChat(proxyUrl, 'mine');
    const stream = await upstream.nextStream();
    stream.sendText('Before');
    await running.received('Before');
    // As a native menu or a window being dragged does: the main thread does nothing else until it is let go.
    const letGo = path.join(dataFolder, 'let-go');
    const standstill = app.evaluate((_, file) => {
      const { existsSync: isThere, writeFileSync: write } = process.getBuiltinModule('node:fs');
      write(`${file}.stands`, '');
      const limit = Date.now() + 30_000;
      while (!isThere(file) && Date.now() < limit);
      return Date.now() < limit;
    }, letGo);
    await expect.poll(() => existsSync(`${letGo}.stands`)).toBe(true);
    stream.sendText(', while it stands');
    await running.received(', while it stands');
    const next = await startChat(proxyUrl, 'mine');
    const nextStream = await upstream.nextStream();
    nextStream.sendText('And another one');
    await next.received('And another one');
    nextStream.finish();
    await next.end;
    writeFileSync(letGo, '');
    expect(await standstill, 'the main thread stood until it was let go').toBe(true);
    stream.finish();
    await running.end;
    await expect.poll(() => exchangeRows(window).count()).toBe(2);
  });
});

describe('an error of the provider', () => {
  test('reaches the client as it is and is read in the window', async () => {
    const message = 'You exceeded your quota of steered tokens.';
    upstream.refuseNext(429, { error: { message, type: 'insufficient_quota', param: null, code: null } });
    const call = await startChat(launched.proxyUrl, 'mine');
    expect(call.status).toBe(429);
    expect((await call.end).body).toContain(message);
    await exchangeRows(launched.window).first().click();
    await launched.window.getByText(message).last().waitFor();
    await launched.window.getByText('insufficient_quota').first().waitFor();
  });
});

describe('a switch of the user', () => {
  test('that turns the upstream off spares the running stream and stops the next request', async () => {
    const call = await startChat(launched.proxyUrl, 'mine');
    const stream = await upstream.nextStream();
    stream.sendText('before, ');
    await call.received('before, ');
    await launched.invoke('upstreams.setEnabled', { name: 'mine', isEnabled: false });
    const refused = await startChat(launched.proxyUrl, 'mine');
    expect(refused.status).toBe(503);
    expect((await refused.end).body).toContain('"error"');
    stream.sendText('after.');
    stream.finish();
    const { body, isCut } = await call.end;
    expect(isCut).toBe(false);
    expect(body).toContain('after.');
  });

  test('to another endpoint acts on the next request and not on the running stream', async () => {
    const other = await startSteeredUpstream();
    try {
      await addUpstream(launched, 'two', [upstream.url, other.url]);
      const call = await startChat(launched.proxyUrl, 'two');
      const stream = await upstream.nextStream();
      stream.sendText('from the first, ');
      await call.received('from the first, ');
      await launched.invoke('upstreams.setActive', { name: 'two', endpoint: 'b' });
      const second = await startChat(launched.proxyUrl, 'two');
      const otherStream = await other.nextStream();
      otherStream.sendText('from the second');
      await second.received('from the second');
      stream.sendText('still from the first');
      await call.received('still from the first');
      stream.finish();
      otherStream.finish();
      expect((await call.end).isCut || (await second.end).isCut).toBe(false);
    } finally {
      await other.close();
    }
  });
});
