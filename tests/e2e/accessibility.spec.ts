/** Every main state in both themes under axe, the window by keys alone, reduced motion, and a live region that keeps calm. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { expectAccessible } from '../support/axe.ts';
import { completionOf, eventRows, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;

beforeAll(async () => {
  launched = await launchApp();
});

afterAll(async () => {
  await launched?.close();
});

const expectNoFindings = (state: string): Promise<void> => expectAccessible(launched, state);

async function openRow(words: RegExp): Promise<void> {
  const row = exchangeRows(launched.window).and(launched.window.getByRole('treeitem', { name: words }));
  await row.last().waitFor({ timeout: 60_000 });
  await row.last().click();
}

async function showTab(name: string): Promise<void> {
  await launched.window.getByRole('tab', { name, exact: true }).click();
}

describe('axe has nothing serious to say about', () => {
  test('the first run', async () => {
    await launched.window.getByRole('button', { name: 'Send a sample request' }).waitFor();
    await expectNoFindings('first run');
  });

  test('a stream with an event picked and its bytes open', async () => {
    await launched.invoke('sample.send', null);
    await openRow(/sample-editor/);
    await exchangeRows(launched.window)
      .filter({ hasText: 'sample-editor' })
      .and(launched.window.getByRole('treeitem', { name: /complete$/ }))
      .last()
      .waitFor({ timeout: 60_000 });
    await eventRows(launched.window).nth(3).click();
    await launched.window.keyboard.press('Enter');
    await launched.window.getByRole('radiogroup', { name: 'Form of the event' }).waitFor();
    await expectNoFindings('stream');
  });

  test.each(['Plain', 'JSON'])('the completion as %s', async (form) => {
    await completionOf(launched.window).getByRole('radio', { name: form, exact: true }).click();
    await launched.window.waitForTimeout(300);
    await expectNoFindings(form);
    await completionOf(launched.window).getByRole('radio', { name: 'Text', exact: true }).click();
  });

  test.each(['Request', 'Conversation', 'Wire'])('the %s view', async (name) => {
    await showTab(name);
    await launched.window.getByRole('region', { name, exact: true }).waitFor();
    await expectNoFindings(name);
    await showTab('Stream');
  });

  test('an error, and several choices', async () => {
    await openRow(/sample-overloaded/);
    await expectNoFindings('error');
    await openRow(/sample-choices/);
    await expectNoFindings('choices');
  });

  test.each([/^Upstreams/, /^Connect/, /^Captures/])('the panel %s', async (name) => {
    await launched.window.getByRole('button', { name }).click();
    await launched.window.getByRole('dialog', { name }).waitFor();
    await expectNoFindings(String(name));
    await launched.window.keyboard.press('Escape');
    await launched.window.getByRole('dialog', { name }).waitFor({ state: 'detached' });
  });

  test('the menu, and a small window', async () => {
    await launched.window.getByRole('button', { name: 'More' }).click();
    await launched.window.getByRole('menu').waitFor();
    await expectNoFindings('menu');
    await launched.window.keyboard.press('Escape');
    await launched.setSize(1024, 700);
    await openRow(/sample-editor/);
    await expectNoFindings('small window');
    await launched.setSize(1440, 900);
  });
});

describe('by keys alone', () => {
  test('an exchange is opened, an event picked, its bytes shown, the views gone through', async () => {
    const { window } = launched;
    await window.getByRole('tree', { name: 'Exchanges' }).focus();
    await window.keyboard.press('ArrowDown');
    await window.keyboard.press('ArrowUp');
    const focused = () => window.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await window.keyboard.press('F6');
    await expect.poll(focused).toBe('Agents');
    await window.keyboard.press('F6');
    await expect.poll(focused).toBe('Moment that is shown');
    await window.keyboard.press('F6');
    await expect.poll(focused).toBe('Events');
    await window.keyboard.press('Home');
    await window.keyboard.press('ArrowDown');
    await window.keyboard.press('Enter');
    await window.getByRole('radiogroup', { name: 'Form of the event' }).waitFor();
    await window.keyboard.press('Escape');
    await expect.poll(() => window.getByRole('radiogroup', { name: 'Form of the event' }).count()).toBe(0);
    for (const [key, name] of [
      ['2', 'Request'],
      ['4', 'Wire'],
      ['1', 'Completion'],
    ] as const) {
      await window.keyboard.press(key);
      await window.getByRole('region', { name, exact: true }).waitFor();
    }
  });
});

describe('with reduced motion', () => {
  test('nothing blinks, breathes or slides', async () => {
    const { window } = launched;
    await window.emulateMedia({ reducedMotion: 'reduce' });
    const moving = await window.evaluate(() => document.getAnimations().map((one) => String(one.effect)));
    await window.emulateMedia({ reducedMotion: null });
    expect(moving).toEqual([]);
  });
});
