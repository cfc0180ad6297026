/** What goes wrong, as the user reads it: cut streams and what we added, aborts, errors of the provider, answers of ours. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, completionOf, eventRows, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;

beforeAll(async () => {
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
  await addUpstream(launched, 'nobody', ['http://127.0.0.1:9']);
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

/** Opens the newest of the rows that say this. */
async function openNewest(words: RegExp): Promise<void> {
  const { window } = launched;
  await exchangeRows(window)
    .and(window.getByRole('treeitem', { name: words }))
    .last()
    .click();
}

describe('a stream that the upstream cuts', () => {
  test('is told as what the upstream did and what the program was told, with our event signed', async () => {
    const { window } = launched;
    const call = await startChat(launched.proxyUrl, 'mine');
    const stream = await upstream.nextStream();
    stream.sendText('Half an ans');
    await call.received('Half an ans');
    stream.die();
    const { body } = await call.end;
    await openNewest(/reset|closed|truncated/);
    await completionOf(window).getByText('The upstream stopped in the middle of a sentence').waitFor();
    const told = completionOf(window).getByRole('region', { name: 'What your program was told' });
    const shown = await told.locator('pre').textContent();
    expect(body).toContain(shown?.trim());
    await expect.poll(() => window.getByText('1 received, 1 ours').count()).toBe(1);
    const ours = eventRows(window).last();
    expect(await ours.textContent()).toMatch(/by Wirelens, \+\d+ B/);
    await window.getByText(/^\+\d+ B by us$/).waitFor();
    expect(await window.getByText('verbatim', { exact: true }).count()).toBe(0);
  });

  test('shows our bytes alone in the Wire view', async () => {
    const { window } = launched;
    await eventRows(window).last().click();
    await window.getByRole('tab', { name: 'Wire' }).click();
    const wire = window.getByRole('region', { name: 'Wire' });
    await wire
      .getByRole('radio', { name: 'Ours', checked: true })
      .or(wire.getByRole('tab', { name: 'Ours', selected: true }))
      .waitFor();
    await window.getByRole('tab', { name: 'Stream' }).click();
  });
});

describe('a program that goes away', () => {
  test('is called an abort, not a failure, and what had come is kept', async () => {
    const { window } = launched;
    const call = await startChat(launched.proxyUrl, 'mine');
    const stream = await upstream.nextStream();
    stream.sendText('Never mi');
    await call.received('Never mi');
    call.abort();
    await stream.gone;
    await openNewest(/aborted/);
    await completionOf(window).getByText('Your program went away').waitFor();
    await completionOf(window).getByText('Never mi').waitFor();
    await window.getByText('the client went away').waitFor();
  });
});

describe('an answer of ours', () => {
  test('never says that the upstream gave it, and shows its words', async () => {
    const { window } = launched;
    const call = await startChat(launched.proxyUrl, 'nobody');
    expect(call.status).toBe(502);
    await openNewest(/502/);
    await completionOf(window).getByText('The upstream did not answer').waitFor();
    await completionOf(window).getByText('Wirelens answered 502 itself').waitFor();
    await completionOf(window).locator('pre').getByText('"error"').waitFor();
    expect(await completionOf(window).getByText('The upstream answered').count()).toBe(0);
  });
});

describe('an error of the provider', () => {
  test('is read with its type, and the list row says it', async () => {
    const { window } = launched;
    const message = 'You exceeded your quota of steered tokens.';
    upstream.refuseNext(429, { error: { message, type: 'insufficient_quota', param: null, code: null } });
    await startChat(launched.proxyUrl, 'mine');
    await openNewest(/429/);
    await completionOf(window).getByText('The upstream answered 429').waitFor();
    await completionOf(window).getByText(message).waitFor();
    await window.getByText('verbatim', { exact: true }).waitFor();
  });

  test('leaves nothing in the console', () => {
    expect(launched.complaints).toEqual([]);
  });
});
