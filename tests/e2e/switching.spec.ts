/** Upstreams switched by hand while a stream runs: the running one is spared, the next request obeys. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, completionOf, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let first: SteeredUpstream;
let second: SteeredUpstream;

beforeEach(async () => {
  [first, second] = await Promise.all([startSteeredUpstream(), startSteeredUpstream()]);
  launched = await launchApp();
  await addUpstream(launched, 'mine', [first.url, second.url]);
});

afterEach(async () => {
  await launched?.close();
  await first?.close();
  await second?.close();
});

async function startStream() {
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await first.nextStream();
  stream.sendText('before, ');
  await call.received('before, ');
  return { call, stream };
}

describe('in the upstreams panel', () => {
  test('a click switches an upstream off: the stream runs on, the next request gets a 503', async () => {
    const { window } = launched;
    const { call, stream } = await startStream();
    await window.getByRole('button', { name: /^Upstreams/ }).click();
    const toggle = window.getByRole('switch', { name: 'mine on or off' });
    await toggle.click();
    await expect.poll(() => toggle.getAttribute('aria-checked')).toBe('false');
    expect((await startChat(launched.proxyUrl, 'mine')).status).toBe(503);
    stream.sendText('after.');
    stream.finish();
    const { body, isCut } = await call.end;
    expect(isCut).toBe(false);
    expect(body).toContain('after.');
    await window.keyboard.press('Escape');
    await exchangeRows(window)
      .and(window.getByRole('treeitem', { name: /503/ }))
      .click();
    await completionOf(window).getByText('The upstream is switched off').waitFor();
    await exchangeRows(window).first().click();
    await completionOf(window).getByText('before, after.').waitFor();
    expect(launched.complaints).toEqual([]);
  });

  test('a click makes another endpoint active: the stream stays, the next request goes there', async () => {
    const { window } = launched;
    const { call, stream } = await startStream();
    await window.getByRole('button', { name: /^Upstreams/ }).click();
    await window.getByRole('button', { name: 'mine, endpoints' }).click();
    await window.getByRole('radio', { name: /^b,/ }).click();
    await expect.poll(() => window.getByRole('radio', { name: /^b,/ }).isChecked()).toBe(true);
    const next = await startChat(launched.proxyUrl, 'mine');
    const other = await second.nextStream();
    other.sendText('from the second');
    await next.received('from the second');
    stream.sendText('still from the first');
    await call.received('still from the first');
    stream.finish();
    other.finish();
    expect((await call.end).isCut || (await next.end).isCut).toBe(false);
  });

  test('keys do the same: Space switches, Right unfolds, Enter makes active', async () => {
    const { window } = launched;
    await window.getByRole('button', { name: /^Upstreams/ }).click();
    const row = window.getByRole('button', { name: 'mine, endpoints' });
    await row.focus();
    await window.keyboard.press('ArrowRight');
    await window.getByRole('radio', { name: /^b,/ }).waitFor();
    await window.keyboard.press('ArrowDown');
    await window.keyboard.press('ArrowDown');
    await window.keyboard.press('Enter');
    await expect.poll(() => window.getByRole('radio', { name: /^b,/ }).isChecked()).toBe(true);
    await row.focus();
    await window.keyboard.press('Space');
    await expect
      .poll(() => window.getByRole('switch', { name: 'mine on or off' }).getAttribute('aria-checked'))
      .toBe('false');
  });
});
