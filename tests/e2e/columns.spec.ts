/** Columns of the list: chosen, sorted, moved and resized by hand and by keys, fitted, remembered; the waterfall. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { seriousFindings } from '../support/axe.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;

beforeAll(async () => {
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
  for (const text of ['Alpha.', 'Beta.']) {
    const call = await startChat(launched.proxyUrl, 'mine');
    const stream = await upstream.nextStream();
    stream.sendText(text);
    stream.finish();
    await call.end;
  }
  await exchangeRows(launched.window).nth(1).waitFor();
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

const head = (column: string) => launched.window.locator(`[data-column="${column}"]`);

function columns(): Promise<readonly string[]> {
  return launched.window
    .getByRole('toolbar', { name: 'Columns' })
    .locator('[data-column]')
    .evaluateAll((heads) => heads.map((one) => (one as HTMLElement).dataset.column ?? ''));
}

async function widthOf(column: string): Promise<number> {
  return (await exchangeRows(launched.window).first().locator(`[data-cell="${column}"]`).boundingBox())?.width ?? 0;
}

async function drag(from: { readonly x: number; readonly y: number }, by: number): Promise<void> {
  const { mouse } = launched.window;
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(from.x + by, from.y, { steps: 5 });
  await mouse.up();
}

async function middleOf(column: string): Promise<{ readonly x: number; readonly y: number }> {
  const box = await head(column).boundingBox();
  if (box === null) throw new Error(`no head of ${column}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test('a head of the two-line rows sorts them, and the third click gives the order of time back', async () => {
  const { window } = launched;
  const sort = window.getByRole('button', { name: 'Sort by total s' });
  await sort.click();
  await window.getByRole('button', { name: 'Sort by total s', pressed: true }).click();
  await window.getByRole('button', { name: 'Sort by total s', pressed: true }).click();
  await window.getByRole('button', { name: 'Sort by total s', pressed: false }).waitFor();
});

test('rows become one line with the columns that are chosen in the head', async () => {
  const { window } = launched;
  await window.getByRole('button', { name: 'Rows and columns' }).click();
  await window.getByRole('menuitemradio', { name: 'One line, with columns' }).click();
  await window.getByRole('menuitemcheckbox', { name: 'Model' }).click();
  await window.getByRole('menuitemcheckbox', { name: 'Time', exact: true }).click();
  await window.keyboard.press('Escape');
  await expect.poll(columns).toEqual(['summary', 'model', 'out', 'total']);
  await exchangeRows(window).first().getByText('steered-1').waitFor();
});

test('a head is dragged to another place, or moved by Alt with the arrows', async () => {
  const { window } = launched;
  const from = await middleOf('total');
  await drag(from, (await middleOf('model')).x - from.x - 20);
  await expect.poll(columns).toEqual(['summary', 'total', 'model', 'out']);
  await head('total').focus();
  await window.keyboard.press('Alt+ArrowRight');
  await window.keyboard.press('Alt+ArrowRight');
  await expect.poll(columns).toEqual(['summary', 'model', 'out', 'total']);
  await window.getByText('Total time, column 4 of 4').waitFor();
  expect(await window.getByRole('button', { name: /^Sort by/, pressed: true }).count()).toBe(0);
});

test('an edge is dragged, a double click on it fits the words, Shift with the arrows does it by keys', async () => {
  const { window } = launched;
  const before = await widthOf('model');
  const box = await head('model').boundingBox();
  if (box === null) throw new Error('no head');
  await drag({ x: box.x - 4, y: box.y + 10 }, -40);
  await expect.poll(() => widthOf('model')).toBe(before + 40);
  await window.mouse.dblclick(box.x - 44, box.y + 10);
  await expect.poll(() => widthOf('model')).toBeLessThan(before);
  const fitted = await widthOf('model');
  expect(fitted).toBeGreaterThan(50);
  await head('model').focus();
  await window.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => widthOf('model')).toBe(fitted + 8);
});

test('the waterfall has a column of its own, with the axis over it', async () => {
  const { window } = launched;
  await head('model').click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Hide model' }).click();
  await head('total').click({ button: 'right' });
  await window.getByRole('menuitemcheckbox', { name: 'Waterfall' }).click();
  await window.keyboard.press('Escape');
  await expect.poll(columns).toEqual(['summary', 'out', 'total', 'waterfall']);
  const cell = await exchangeRows(window).first().locator('[data-cell="waterfall"]').boundingBox();
  const axis = await window.getByTitle(/^Scroll to zoom, drag to filter by time/).boundingBox();
  expect(axis?.width).toBe(cell?.width);
  expect(Math.abs((axis?.x ?? 0) - (cell?.x ?? 100))).toBeLessThanOrEqual(8);
});

test.each(['light', 'dark'] as const)(
  'columns, running rows and agents are for everybody in the %s theme',
  async (theme) => {
    const { window } = launched;
    await launched.setTheme(theme);
    const call = await startChat(launched.proxyUrl, 'mine');
    const stream = await upstream.nextStream();
    stream.sendText('Gamma.');
    await exchangeRows(window).filter({ hasText: 'Gamma.' }).first().waitFor();
    expect(await seriousFindings(window)).toEqual([]);
    stream.finish();
    await call.end;
  },
);

test('columns and widths are remembered, and given back by one command', async () => {
  const { window } = launched;
  await window.reload();
  await expect.poll(columns).toEqual(['summary', 'out', 'total', 'waterfall']);
  await head('total').click({ button: 'right' });
  await window.getByRole('menuitem', { name: 'Columns as they were' }).click();
  await expect.poll(columns).toEqual(['time', 'summary', 'out', 'total']);
});

test('nothing is left in the console', () => {
  expect(launched.complaints).toEqual([]);
});
