/** An agent's conversation in the window: its turns, why the cache missed, and its words found in place. */
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

test('the turns are told once each, with the sub-agent below the turn that started it', async () => {
  const { window } = launched;
  await exchangeRows(window).nth(4).click();
  await window.getByRole('tab', { name: 'Conversation' }).click();
  const view = window.getByRole('region', { name: 'Conversation' });
  await view.waitFor({ timeout: 30_000 });
  const labels = view
    .getByRole('listitem')
    .locator('b')
    .filter({ hasText: /^Turn / });
  await expect
    .poll(() => labels.allInnerTexts(), { timeout: 30_000 })
    .toEqual(['Turn 1', 'Turn 2', 'Turn 3', 'Turn 3a.1', 'Turn 4', 'Turn 5']);
  await view.getByText('1 sub-agent').waitFor();
  await exchangeRows(window).nth(3).getByTitle('sub-agent').waitFor({ timeout: 30_000 });
  await view.getByText('1 cache miss').waitFor();
});

test('the turn whose history was edited says where the prefix differs and what that cost', async () => {
  const { window } = launched;
  const card = window.getByRole('listitem').filter({ hasText: 'cached tokens were not read' });
  await card.getByText('messages[4].content[0].content[0].text').waitFor();
  await card.getByText(/cost \$0\.06\d* more than a hit/).waitFor();
  await card.getByRole('button', { name: 'Show in the request' }).click();
  await window.getByRole('region', { name: 'Request' }).waitFor();
});

test('words of a tool result find the rows, and are lit in the open exchange', async () => {
  const { window } = launched;
  const field = window.getByRole('textbox', { name: 'Filter exchanges' });
  await field.fill('"looks at retry-after" is:complete');
  await expect.poll(() => exchangeRows(window).count()).toBe(2);
  await exchangeRows(window).first().click();
  const hits = window.getByRole('status', { name: 'Search hits' });
  await hits.getByRole('button', { name: 'Next hit' }).click();
  await hits.getByText('looks at retry-after').waitFor();
  await expect.poll(() => window.evaluate(() => CSS.highlights.get('found-current')?.size ?? 0)).toBe(1);
  await field.fill('mo');
  await field.press('Tab');
  await expect.poll(() => field.inputValue()).toBe('model:');
  await field.fill('');
});
