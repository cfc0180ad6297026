/** Two exchanges side by side, from the conversation, the head and the list; prices of the user's own. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AgentWindow, openAgentWindow } from '../support/agent-window.ts';
import type { LaunchedApp } from '../support/app-launcher.ts';
import { exchangeRows } from '../support/window-parts.ts';
import { takePictures } from '../support/window-pictures.ts';

let opened: AgentWindow;
let launched: LaunchedApp;

beforeAll(async () => {
  opened = await openAgentWindow();
  launched = opened.launched;
});
afterAll(() => opened?.close());

test('a turn is compared with the one before it, and Esc leads back to the conversation', async () => {
  const { window } = launched;
  await exchangeRows(window).nth(4).click();
  await window.getByRole('tab', { name: 'Conversation' }).click();
  await window.getByRole('region', { name: 'Conversation' }).waitFor({ timeout: 30_000 });
  await window.getByRole('button', { name: 'Compare with previous turn' }).click({ timeout: 30_000 });
  const view = window.getByRole('article', { name: 'Comparison' });
  await view.getByText(/\d+ differences/).waitFor();
  await view
    .getByRole('table', { name: 'Usage' })
    .getByRole('row', { name: /^cost \$/ })
    .waitFor();
  await view.locator('[data-part="messages"] mark').first().waitFor();
  await takePictures(launched, 'compare');
  await window.keyboard.press('Escape');
  await window.getByRole('region', { name: 'Conversation' }).waitFor();
});

test('two rows are compared from the head of one, or with Ctrl held in the list, and swapped', async () => {
  const { window } = launched;
  await exchangeRows(window).nth(0).click();
  await window.getByRole('button', { name: 'Compare with another exchange' }).click();
  await window.getByText('Choose the exchange to compare with').waitFor();
  await exchangeRows(window).nth(2).click();
  const view = window.getByRole('article', { name: 'Comparison' });
  await view.locator('[data-part="messages"]').waitFor();
  const sides = view.getByTitle('Open this exchange');
  const first = await sides.first().textContent();
  await view.getByRole('button', { name: 'Swap' }).click();
  await expect.poll(() => sides.last().textContent()).toBe(first);
  await exchangeRows(window).nth(1).click();
  await view.waitFor({ state: 'detached' });
  await exchangeRows(window)
    .nth(4)
    .click({ modifiers: ['Control'] });
  await window.getByRole('toolbar', { name: 'Picked exchanges' }).getByRole('button', { name: 'Compare' }).click();
  await view.locator('[data-part="messages"]').waitFor();
  await window.keyboard.press('Escape');
  await view.waitFor({ state: 'detached' });
  expect(launched.complaints).toEqual([]);
});

test('a price of your own is what an exchange costs from then on, in the inspector and in the filter', async () => {
  const { window } = launched;
  await exchangeRows(window).nth(1).click();
  await window.getByRole('tab', { name: 'Stream' }).click();
  const usage = window.getByRole('region', { name: 'Usage' });
  await usage.getByText('cost').waitFor();
  const { exchanges } = await launched.invoke('app.bootstrap', null);
  await window.getByRole('button', { name: 'More' }).click();
  await window.getByRole('menuitem', { name: /Settings/ }).click();
  const form = window.getByRole('form', { name: 'Add a price' });
  await form.getByLabel('Model').fill(exchanges[1]?.model ?? '');
  await form.getByLabel('Input').fill('1000');
  await form.getByRole('button', { name: 'Save' }).click();
  await window
    .getByRole('alert')
    .getByText(/per million/)
    .waitFor();
  await form.getByLabel('Output').fill('1000');
  await form.getByRole('button', { name: 'Save' }).click();
  await window.getByRole('table', { name: 'Your prices' }).getByText('1000').first().waitFor();
  await window.getByRole('button', { name: /Shipped prices/ }).click();
  await takePictures(launched, 'prices');
  await window.getByRole('button', { name: 'Close' }).click();
  await usage.getByText(/^\$\d{2,}/).waitFor();
  await takePictures(launched, 'cost');
  const field = window.getByRole('textbox', { name: 'Filter exchanges' });
  await field.fill('cost:>5');
  await expect.poll(() => exchangeRows(window).count()).toBeGreaterThan(0);
  const stored = await launched.invoke('exchanges.list', { before: null, limit: 10, filter: 'cost:>5' });
  expect(stored.length).toBe(await exchangeRows(window).count());
  await field.fill('');
});
