/** Groups of the list: the head of what is read stays at its top. And where the focus is when a bar of the list goes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, exchangeRows } from '../support/window-parts.ts';
import { takePictures } from '../support/window-pictures.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;
const names = ['first', 'second'] as const;
const perGroup = 30;

beforeAll(async () => {
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  for (const name of names) await addUpstream(launched, name, [upstream.url]);
  for (const name of names) for (let index = 1; index <= perGroup; index += 1) await answer(name, index);
  const { window } = launched;
  await window.getByRole('button', { name: 'Rows and columns' }).click();
  await window.getByRole('menuitemradio', { name: 'Upstream' }).click();
  await window.keyboard.press('Escape');
  await head('second').waitFor();
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

async function answer(name: string, index: number): Promise<void> {
  const call = await startChat(launched.proxyUrl, name);
  const stream = await upstream.nextStream();
  stream.sendText(`Answer ${index} of ${name}.`);
  stream.finish();
  await call.end;
}

const tree = () => launched.window.getByRole('tree', { name: 'Exchanges' });
const head = (name: string) => tree().locator('[aria-expanded]').filter({ hasText: name });
const row = (words: string) => exchangeRows(launched.window).filter({ hasText: words });

/** From the top of the list to the top of this, in CSS pixels; null while it does not exist. */
async function below(part: ReturnType<typeof head>): Promise<number | null> {
  if ((await part.count()) === 0) return null;
  const [box, list] = [await part.boundingBox(), await tree().boundingBox()];
  return box && list ? Math.round(box.y - list.y) : null;
}

const scrollTo = (top: number) => tree().evaluate((element, to) => element.scrollTo(0, to), top);

describe('the head of a group', () => {
  test('stays at the top while its rows scroll, and the next head pushes it away', async () => {
    await scrollTo(500);
    await expect.poll(() => below(head('first'))).toBe(0);
    await takePictures(launched, 'group-head');
    const heads = 30;
    const rows = perGroup * ((await row('Answer').first().boundingBox())?.height ?? 0);
    await scrollTo(heads + rows - 12);
    await expect.poll(() => below(head('second'))).toBe(12);
    expect(await below(head('first'))).toBe(12 - heads);
    await scrollTo(heads + rows + 300);
    await expect.poll(() => below(head('second'))).toBe(0);
    expect(await below(head('first'))).toBeNull();
  });

  test('hides no row that the keys come to', async () => {
    const { window } = launched;
    await scrollTo(0);
    await row('Answer 20 of first.').click();
    await tree().focus();
    for (let index = 0; index < 14; index += 1) await window.keyboard.press('ArrowUp');
    await expect.poll(() => row('Answer 6 of first.').getAttribute('aria-selected')).toBe('true');
    await expect.poll(() => below(row('Answer 6 of first.'))).toBeGreaterThanOrEqual(30);
    await window.keyboard.press('Home');
    await expect.poll(() => below(row('Answer 1 of first.'))).toBe(30);
    expect(await below(head('first'))).toBe(0);
  });

  test('is folded where it stays, and is still there then', async () => {
    await scrollTo(700);
    await expect.poll(() => below(head('first'))).toBe(0);
    await head('first').getByRole('button').click();
    await expect.poll(() => head('first').getAttribute('aria-expanded')).toBe('false');
    await expect.poll(() => below(head('first'))).toBe(0);
    expect(await below(head('second'))).toBe(30);
    await head('first').getByRole('button').click();
    await row('Answer 1 of first.').waitFor();
  });
});

describe('a bar under the list that goes', () => {
  const isInList = () => tree().evaluate((element) => element === document.activeElement);

  test('leaves the focus with the list: Pick none', async () => {
    const { window } = launched;
    await row('Answer 2 of first.').click();
    await row('Answer 4 of first.').click({ modifiers: ['Shift'] });
    const bar = window.getByRole('toolbar', { name: 'Picked exchanges' });
    await bar.getByRole('button', { name: 'Pick none' }).focus();
    await window.keyboard.press('Enter');
    await bar.waitFor({ state: 'detached' });
    await expect.poll(isInList).toBe(true);
    await window.keyboard.press('ArrowDown');
    await expect.poll(() => row('Answer 3 of first.').getAttribute('aria-selected')).toBe('true');
  });

  test('Cancel, while another exchange is chosen to compare with', async () => {
    const { window } = launched;
    await window.getByRole('button', { name: 'Compare with another exchange' }).click();
    const cancel = window.getByRole('button', { name: 'Cancel' });
    await cancel.focus();
    await window.keyboard.press('Enter');
    await cancel.waitFor({ state: 'detached' });
    await expect.poll(isInList).toBe(true);
  });

  test('a comparison takes it instead', async () => {
    const { window } = launched;
    await row('Answer 2 of first.').click();
    await row('Answer 3 of first.').click({ modifiers: ['Control'] });
    await window.getByRole('toolbar', { name: 'Picked exchanges' }).getByRole('button', { name: 'Compare' }).focus();
    await window.keyboard.press('Enter');
    const view = window.getByRole('article', { name: 'Comparison' });
    await expect.poll(() => view.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await window.keyboard.press('Escape');
    await expect.poll(isInList).toBe(true);
  });

  test('Delete, and then Undo', async () => {
    const { window } = launched;
    await row('Answer 2 of first.').click();
    await row('Answer 3 of first.').click({ modifiers: ['Control'] });
    await window.getByRole('button', { name: 'Delete picked' }).focus();
    await window.keyboard.press('Enter');
    await expect.poll(isInList).toBe(true);
    await window.getByRole('button', { name: 'Undo' }).focus();
    await window.keyboard.press('Enter');
    await row('Answer 2 of first.').waitFor();
    await expect.poll(isInList).toBe(true);
    expect(launched.complaints).toEqual([]);
  });
});
