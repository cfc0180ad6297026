/** Commands by name and the sheet of keys, by keyboard alone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;

beforeAll(async () => {
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url, upstream.url]);
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  stream.sendText('Said.');
  stream.finish();
  await call.end;
  await exchangeRows(launched.window).first().click();
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

/** Opens the palette, types, and returns the titles that it finds. */
async function lookFor(letters: string): Promise<readonly string[]> {
  const { window } = launched;
  await window.keyboard.press('Control+k');
  await window.getByRole('combobox', { name: 'Command' }).waitFor();
  await window.keyboard.type(letters);
  return window.getByRole('listbox', { name: 'Commands' }).getByRole('option').allInnerTexts();
}

test('a few letters find a command, and Enter does it', async () => {
  const { window } = launched;
  const found = await lookFor('pausec');
  expect(found[0]).toContain('Pause capture');
  expect(found[0]).toContain('Ctrl Shift P');
  await window.keyboard.press('Enter');
  await window.getByRole('button', { name: 'Paused' }).waitFor();
  await lookFor('resume');
  await window.keyboard.press('Enter');
  await window.getByRole('button', { name: 'Capturing' }).waitFor();
});

test('a view of the exchange is shown by its name', async () => {
  const { window } = launched;
  await lookFor('show wire');
  await window.keyboard.press('Enter');
  await window.getByRole('tab', { name: 'Wire', selected: true }).waitFor();
  await lookFor('show stream');
  await window.keyboard.press('Enter');
  await window.getByRole('tab', { name: 'Stream', selected: true }).waitFor();
});

test('the arrows choose, and what is chosen is done', async () => {
  const { window } = launched;
  const found = await lookFor('mine');
  expect(found.some((title) => title.includes('Switch off mine'))).toBe(true);
  const at = found.findIndex((title) => title.includes('mine: serve by b'));
  for (let step = 0; step < at; step += 1) await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Enter');
  await expect
    .poll(async () => {
      const { settings } = await launched.invoke('app.bootstrap', null);
      return settings.upstreams.find(({ name }) => name === 'mine')?.activeEndpoint;
    })
    .toBe('b');
});

test('letters that nothing has say so, and Escape closes', async () => {
  const { window } = launched;
  expect(await lookFor('qqqq')).toEqual([]);
  await window.getByText('No command has these letters.').waitFor();
  await window.keyboard.press('Escape');
  await expect.poll(() => window.getByRole('combobox', { name: 'Command' }).count()).toBe(0);
});

test('? shows every key', async () => {
  const { window } = launched;
  await window.keyboard.press('?');
  await window.getByRole('dialog', { name: 'Keys' }).getByText('Next stall').waitFor();
  await window.keyboard.press('Escape');
  await expect.poll(() => window.getByRole('dialog').count()).toBe(0);
  expect(launched.complaints).toEqual([]);
});
