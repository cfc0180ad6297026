/** A whole session by keys alone: after every step something has the focus, is in sight, and shows that it has it. */
import type { Locator } from 'playwright-core';
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

/** Where the focus is, in words; what is wrong with it stands behind a colon. */
function focusFault(): Promise<string | null> {
  return launched.window.evaluate(() => {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement) || focused === document.body) return 'nothing has the focus';
    const words = `${focused.tagName} ${focused.getAttribute('aria-label') ?? focused.textContent?.slice(0, 40)}`;
    const { width, height, right, bottom, left, top } = focused.getBoundingClientRect();
    if (width === 0 || height === 0) return `${words}: has no size`;
    if (right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight) return `${words}: out of sight`;
    return focused.matches(':focus-visible') ? null : `${words}: does not show its focus`;
  });
}

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await launched.window.keyboard.press(key);
    await expect.poll(focusFault, { message: `after ${key}`, timeout: 5000 }).toBeNull();
  }
}

async function type(text: string): Promise<void> {
  await launched.window.keyboard.type(text);
  await expect.poll(focusFault, { message: `after "${text}"`, timeout: 5000 }).toBeNull();
}

/** The accessible name of what has the focus, as far as it is written down. */
const focused = (): Promise<string> =>
  launched.window.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  });

/** Tab until the focus is on what `name` fits. */
async function tabTo(name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 60; step += 1) {
    const name_ = await focused();
    if (name.test(name_)) return;
    passed.push(name_.slice(0, 30));
    await press(key);
  }
  throw new Error(`${name} is not reached by ${key}: ${passed.join(' | ')}`);
}

/** Escape closes the words at a button first, where they have come, and what was typed into a search. */
async function escapeFrom(surface: Locator): Promise<void> {
  for (let step = 0; step < 3 && (await surface.count()) > 0; step += 1) {
    await press('Escape');
    await surface.waitFor({ state: 'detached', timeout: 2_000 }).catch(() => {});
  }
  expect(await surface.count()).toBe(0);
}

async function command(letters: string): Promise<void> {
  const { window } = launched;
  await press('Control+k');
  await window.getByRole('combobox', { name: 'Command' }).waitFor();
  await type(letters);
  await press('Enter');
}

test('the list is filtered and gone through', async () => {
  const { window } = launched;
  await press('/');
  await type('is:complete');
  await exchangeRows(window).nth(5).waitFor();
  await press('Escape', 'Escape');
  await press('ArrowDown', 'ArrowDown');
  await window.getByRole('treeitem', { selected: true }).first().waitFor();
});

test('an exchange is gone into, its views are shown, and an event is unfolded', async () => {
  const { window } = launched;
  await press('Enter');
  for (const [key, name] of [
    ['2', 'Request'],
    ['3', 'Conversation'],
    ['4', 'Wire'],
    ['1', 'Completion'],
  ] as const) {
    await press(key);
    await window.getByRole('region', { name, exact: true }).waitFor();
  }
  for (let step = 0; step < 6 && (await focused()) !== 'Events'; step += 1) await press('F6');
  await press('Home', 'ArrowDown', 'Enter');
  await window.getByRole('radiogroup', { name: 'Form of the event' }).waitFor();
  await press('Escape');
  await expect.poll(() => window.getByRole('radiogroup', { name: 'Form of the event' }).count()).toBe(0);
});

test('the export dialog opens, is walked through, and gives the focus back', async () => {
  const { window } = launched;
  await command('all formats');
  const dialog = window.getByRole('dialog', { name: /^Export/ });
  await dialog.waitFor();
  await press('Tab', 'Tab', 'Shift+Tab');
  await escapeFrom(dialog);
});

test('two exchanges are picked and compared', async () => {
  const { window } = launched;
  for (let step = 0; step < 8 && !/^Exchanges/.test(await focused()); step += 1) await press('F6');
  await press('Home', 'Shift+ArrowDown');
  await window.getByRole('toolbar', { name: 'Picked exchanges' }).waitFor();
  await tabTo(/^Compare$/);
  await press('Enter');
  const view = window.getByRole('article', { name: 'Comparison' });
  await view.waitFor();
  await press('Tab', 'Tab', 'Escape');
  await view.waitFor({ state: 'detached' });
});

test('a setting is changed, and Escape leads back', async () => {
  const { window } = launched;
  await command('settings…');
  const dialog = window.getByRole('dialog', { name: 'Settings' });
  await dialog.waitFor();
  await window.getByRole('textbox', { name: 'Search settings' }).focus();
  await type('theme');
  await dialog.getByRole('radiogroup', { name: 'Theme' }).waitFor();
  for (let step = 0; step < 12; step += 1) {
    await press('Tab');
    if (await window.evaluate(() => document.activeElement?.getAttribute('role') === 'radio')) break;
  }
  await press('ArrowRight');
  await expect.poll(async () => (await launched.invoke('app.bootstrap', null)).settings.theme).not.toBe('system');
  await escapeFrom(dialog);
  expect(launched.complaints).toEqual([]);
});

test('a capture is started, and renamed by its menu', async () => {
  const { window } = launched;
  const panel = window.getByRole('dialog', { name: 'Captures' });
  await command('captures…');
  await panel.waitFor();
  await tabTo(/^New$/);
  await press('Enter');
  await window.getByRole('textbox', { name: 'Name of the new capture' }).waitFor();
  await press('Control+a');
  await type('monday');
  await press('Enter');
  await panel.waitFor({ state: 'detached' });
  await command('captures…');
  await panel.waitFor();
  await tabTo(/^What to do with monday$/);
  await press('Enter');
  await window.getByRole('menuitem', { name: 'Rename…' }).waitFor();
  for (let step = 0; step < 12 && (await focused()) !== 'Rename…'; step += 1) await press('ArrowDown');
  await press('Enter');
  await window.getByRole('textbox', { name: 'New name of monday' }).waitFor();
  await press('Control+a');
  await type('tuesday');
  await press('Enter');
  await window.getByRole('button', { name: /^tuesday/ }).waitFor();
  await escapeFrom(panel);
});
