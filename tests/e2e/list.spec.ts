/** The list by hand: filter, keys, clear and undo, pause, and staying where the user reads. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, completionOf, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;
const answers = ['Alpha is first.', 'Beta follows.', 'Gamma ends it.'];

async function answer(text: string): Promise<void> {
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  stream.sendText(text);
  stream.finish();
  await call.end;
}

beforeAll(async () => {
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
  for (const text of answers) await answer(text);
  upstream.refuseNext(400, { error: { message: 'No such model.', type: 'invalid_request_error' } });
  await startChat(launched.proxyUrl, 'mine');
  await exchangeRows(launched.window).nth(3).waitFor();
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

beforeEach(async () => {
  await launched.window.getByRole('textbox', { name: 'Filter exchanges' }).fill('');
});

function rows(): Promise<readonly string[]> {
  return exchangeRows(launched.window).locator('[data-kind]').allInnerTexts();
}

describe('the filter', () => {
  test.each([
    ['beta', ['Beta follows.']],
    ['status:4xx', ['No such model.']],
    ['is:error', ['No such model.']],
    ['-is:error upstream:mine', answers],
    ['model:steered gamma', ['Gamma ends it.']],
  ])('%s shows only what passes', async (filter, expected) => {
    const { window } = launched;
    await window.getByRole('textbox', { name: 'Filter exchanges' }).fill(filter);
    await expect.poll(rows).toEqual(expected);
  });

  test('that nothing passes says so and offers the way back', async () => {
    const { window } = launched;
    await window.getByRole('textbox', { name: 'Filter exchanges' }).fill('nothing has this');
    await window.getByText('Nothing matches').waitFor();
    await window.getByRole('button', { name: 'Show all' }).last().click();
    await expect.poll(() => exchangeRows(window).count()).toBe(4);
  });

  test('is reached by / and left by Escape', async () => {
    const { window } = launched;
    await exchangeRows(window).first().click();
    await window.keyboard.press('/');
    await window.keyboard.type('gamma');
    await expect.poll(rows).toEqual(['Gamma ends it.']);
    await window.keyboard.press('Escape');
    await expect.poll(() => exchangeRows(window).count()).toBe(4);
  });
});

describe('the keys of the list', () => {
  test('down and up open what they come to', async () => {
    const { window } = launched;
    await exchangeRows(window).first().click();
    await window.getByRole('tree', { name: 'Exchanges' }).focus();
    await window.keyboard.press('ArrowDown');
    await completionOf(window)
      .getByText(answers[1] ?? '')
      .waitFor();
    await window.keyboard.press('k');
    await completionOf(window)
      .getByText(answers[0] ?? '')
      .waitFor();
    await window.keyboard.press('End');
    await completionOf(window).getByText('No such model.').waitFor();
  });
});

describe('a pause', () => {
  test('lets traffic through unrecorded, until it ends', async () => {
    const { window } = launched;
    await window.getByRole('button', { name: 'Capturing' }).click();
    await window.getByRole('button', { name: 'Paused' }).waitFor();
    await answer('Nobody saw this.');
    await window.getByRole('button', { name: 'Paused' }).click();
    await window.getByRole('button', { name: 'Capturing' }).waitFor();
    await answer('This was seen.');
    await expect.poll(rows).toEqual([...answers, 'No such model.', 'This was seen.']);
  });
});

describe('a clear', () => {
  test('hides what has ended, spares what runs, and is taken back by a click', async () => {
    const { window } = launched;
    const before = await rows();
    const call = await startChat(launched.proxyUrl, 'mine');
    const stream = await upstream.nextStream();
    stream.sendText('Still running');
    await call.received('Still running');
    await expect.poll(() => exchangeRows(window).count()).toBe(before.length + 1);
    await window.getByRole('button', { name: 'More' }).click();
    await window.getByRole('menuitem', { name: 'Clear the list' }).click();
    await expect.poll(rows).toEqual(['Still running']);
    await window.getByText(`${before.length} exchanges cleared`).waitFor();
    await window.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(rows).toEqual([...before, 'Still running']);
    stream.finish();
    await call.end;
  });

  test('leaves nothing in the console', () => {
    expect(launched.complaints).toEqual([]);
  });
});
