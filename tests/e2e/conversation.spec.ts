/** An agent's conversation in the window: its turns, why the cache missed, and its words found in place. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AgentWindow, openAgentWindow } from '../support/agent-window.ts';
import type { LaunchedApp } from '../support/app-launcher.ts';
import { exchangeRows } from '../support/window-parts.ts';

let opened: AgentWindow;
let launched: LaunchedApp;

beforeAll(async () => {
  opened = await openAgentWindow();
  launched = opened.launched;
});
afterAll(() => opened?.close());

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
