/** Two exchanges side by side, from the conversation, the head and the list; prices of the user's own. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playAgent, startAgentUpstream } from '../../scripts/screenshot-agent.ts';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { exchangeRows } from '../support/window-parts.ts';

let upstream: Awaited<ReturnType<typeof startAgentUpstream>>;
let launched: LaunchedApp;

beforeAll(async () => {
  upstream = await startAgentUpstream();
  launched = await launchApp();
  const { settings } = await launched.invoke('app.bootstrap', null);
  const preset = settings.upstreams.find(({ name }) => name === 'anthropic');
  const endpoint = preset?.endpoints[0];
  if (preset === undefined || endpoint === undefined) throw new Error('no preset named anthropic');
  const own = { ...preset, name: 'agent', title: 'agent', isPreset: false, isEnabled: true, activeEndpoint: 'own' };
  const endpoints = [{ ...endpoint, name: 'own', url: upstream.url }];
  await launched.invoke('upstreams.save', { upstream: { ...own, endpoints }, previousName: null });
  await playAgent(launched.proxyUrl, 'agent');
  await exchangeRows(launched.window).nth(5).waitFor();
});
afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

/** Pictures in both themes and sizes, where WIRELENS_SCREENSHOTS names a folder. */
async function pictures(name: string): Promise<void> {
  const folder = process.env.WIRELENS_SCREENSHOTS;
  if (!folder) return;
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ] as const) {
    await launched.setSize(width, height);
    for (const theme of ['light', 'dark'] as const) {
      await launched.setTheme(theme);
      await launched.window.waitForTimeout(300);
      await writeFile(path.join(folder, `${name}-${theme}-${width}.png`), await launched.window.screenshot());
    }
  }
  await launched.setSize(1440, 900);
}

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
  await pictures('compare');
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
  await pictures('prices');
  await window.getByRole('button', { name: 'Close' }).click();
  await usage.getByText(/^\$\d{2,}/).waitFor();
  await pictures('cost');
  const field = window.getByRole('textbox', { name: 'Filter exchanges' });
  await field.fill('cost:>5');
  await expect.poll(() => exchangeRows(window).count()).toBeGreaterThan(0);
  const stored = await launched.invoke('exchanges.list', { before: null, limit: 10, filter: 'cost:>5' });
  expect(stored.length).toBe(await exchangeRows(window).count());
  await field.fill('');
});
