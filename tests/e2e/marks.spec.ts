/** Several rows at once: picking, pinning, tagging, notes, deleting with undo, the context menu, groups and columns. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;
const answers = ['Alpha.', 'Beta.', 'Gamma.', 'Delta.'];

beforeAll(async () => {
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
  await addUpstream(launched, 'other', [upstream.url]);
  for (const [index, text] of answers.entries()) {
    const call = await startChat(launched.proxyUrl, index === 3 ? 'other' : 'mine');
    const stream = await upstream.nextStream();
    stream.sendText(text);
    stream.finish();
    await call.end;
  }
  await exchangeRows(launched.window).nth(3).waitFor();
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

beforeEach(async () => {
  await row('Alpha.').click();
});

function row(text: string) {
  return exchangeRows(launched.window).filter({ hasText: text });
}

function texts(): Promise<readonly string[]> {
  return exchangeRows(launched.window).locator('[data-kind]').allInnerTexts();
}

function pickedCount(): Promise<number> {
  return launched.window.getByRole('tree', { name: 'Exchanges' }).locator('[aria-selected="true"]').count();
}

async function runCommand(letters: string): Promise<void> {
  await launched.window.keyboard.press('Control+k');
  await launched.window.getByRole('combobox', { name: 'Command' }).fill(letters);
  await launched.window.keyboard.press('Enter');
}

describe('picking', () => {
  test('Shift takes the rows between, Ctrl one more, Escape lets them go', async () => {
    const { window } = launched;
    await row('Gamma.').click({ modifiers: ['Shift'] });
    await expect.poll(pickedCount).toBe(3);
    await row('Delta.').click({ modifiers: ['Control'] });
    await window.getByText('4 exchanges picked').waitFor();
    await row('Beta.').click({ modifiers: ['Control'] });
    await window.getByText('3 exchanges picked').waitFor();
    await window.getByRole('tree', { name: 'Exchanges' }).focus();
    await window.keyboard.press('Escape');
    await expect.poll(pickedCount).toBe(1);
  });

  test('Shift with the arrows extends, Ctrl A takes all', async () => {
    const { window } = launched;
    await window.getByRole('tree', { name: 'Exchanges' }).focus();
    await window.keyboard.press('Shift+ArrowDown');
    await window.keyboard.press('Shift+ArrowDown');
    await expect.poll(pickedCount).toBe(3);
    await window.keyboard.press('Control+a');
    await window.getByText('4 exchanges picked').waitFor();
    await window.keyboard.press('Escape');
  });
});

describe('marks', () => {
  test('a pin by its key brings the row to the top and survives a clear', async () => {
    const { window } = launched;
    await row('Gamma.').click();
    await window.getByRole('tree', { name: 'Exchanges' }).focus();
    await window.keyboard.press('p');
    await window.getByRole('button', { name: /Pinned/ }).waitFor();
    await expect.poll(texts).toEqual(['Gamma.', 'Alpha.', 'Beta.', 'Delta.']);
    await runCommand('clear the list');
    await expect.poll(texts).toEqual(['Gamma.']);
    await window.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(texts).toEqual(['Gamma.', 'Alpha.', 'Beta.', 'Delta.']);
    await row('Gamma.').click();
    await window.getByRole('tree', { name: 'Exchanges' }).focus();
    await window.keyboard.press('p');
    await expect.poll(texts).toEqual(answers);
  });

  test('a tag and a note are set by the context menu, and kept', async () => {
    const { window } = launched;
    await row('Beta.').click({ button: 'right' });
    await window.getByRole('menuitemradio', { name: 'violet' }).click();
    await window.keyboard.press('Escape');
    await row('Beta.').getByTitle('violet').waitFor();
    await row('Beta.').click({ button: 'right' });
    await window.getByRole('menuitem', { name: 'Note…' }).click();
    await window.getByRole('textbox', { name: 'Note' }).fill('came twice');
    await window.keyboard.press('Enter');
    await row('Beta.').getByTitle('violet, came twice').waitFor();
    const marks = await launched.invoke('marks.list', null);
    expect(marks).toMatchObject([{ color: 'violet', note: 'came twice', isPinned: false }]);
  });
});

test('deleting what is picked is taken back by a click', async () => {
  const { window } = launched;
  await row('Beta.').click({ modifiers: ['Shift'] });
  await window.getByRole('button', { name: 'Delete picked' }).click();
  await expect.poll(texts).toEqual(['Gamma.', 'Delta.']);
  await window.getByText('2 exchanges deleted').waitFor();
  await window.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(texts).toEqual(answers);
});

test('several rows are copied as cURL commands', async () => {
  const { window } = launched;
  await row('Beta.').click({ modifiers: ['Shift'] });
  await row('Beta.').click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Copy as cURL' }).click();
  await expect
    .poll(async () => (await launched.app.evaluate(({ clipboard }) => clipboard.readText())).match(/curl /g)?.length)
    .toBe(2);
});

test('rows are grouped by upstream, and by program again', async () => {
  const { window } = launched;
  await runCommand('group by upstream');
  await window.getByRole('button', { name: /^mine 3/ }).waitFor();
  await window.getByRole('button', { name: /^other 1/ }).waitFor();
  await runCommand('group by nothing');
  await expect.poll(() => window.getByRole('button', { name: /^mine 3/ }).count()).toBe(0);
  await runCommand('group by program');
});

test('nothing is left in the console', () => {
  expect(launched.complaints).toEqual([]);
});
