/** Every dialog, menu and popover under axe in both themes: the focus goes into it, Escape closes it, and the focus comes back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { expectAccessible } from '../support/axe.ts';
import { completionOf, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;

beforeAll(async () => {
  launched = await launchApp();
  launched.window.setDefaultTimeout(10_000);
  await launched.invoke('sample.send', null);
  const { window } = launched;
  await exchangeRows(window)
    .filter({ hasText: 'sample-editor' })
    .and(window.getByRole('treeitem', { name: /complete$/ }))
    .last()
    .click({ timeout: 60_000 });
  await completionOf(window).getByText('maxDelay').first().waitFor();
});

afterAll(async () => {
  await launched?.close();
});

const floating = '[role="dialog"], [role="menu"], [role="alertdialog"]';

function isFocusIn(selector: string): Promise<boolean> {
  return launched.window.evaluate((wanted) => document.activeElement?.closest(wanted) != null, selector);
}

/** Looks at what `open` puts over the window, closes it by Escape, and asks for the focus to be where it was. */
async function look(name: string, open: () => Promise<void>): Promise<void> {
  const { window } = launched;
  try {
    await open();
    await window.locator(floating).last().waitFor();
    await expect.poll(() => isFocusIn(floating), { message: `focus in ${name}` }).toBe(true);
    await expectAccessible(launched, name);
  } finally {
    await window.keyboard.press('Escape');
  }
  await expect.poll(() => window.locator(floating).count(), { message: `${name} is closed` }).toBe(0);
  const focused = () => window.evaluate(() => document.activeElement?.tagName ?? 'none');
  await expect.poll(focused, { message: `focus after ${name}` }).not.toBe('BODY');
}

function button(name: string | RegExp): Promise<void> {
  return launched.window
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click();
}

async function command(words: string): Promise<void> {
  const { window } = launched;
  await window.keyboard.press('Control+k');
  await window.getByRole('combobox', { name: 'Command' }).fill(words);
  await window.keyboard.press('Enter');
}

async function choose(item: string): Promise<void> {
  await button('More');
  await launched.window.getByRole('menuitem', { name: item }).click();
}

describe('of the title bar:', () => {
  test.each([
    'Export all exchanges…',
    'Captures…',
    'Start a program…',
    'Interception…',
    'Doctor…',
    'Settings…',
    'All commands…',
    'Keys',
  ])('%s', async (item) => {
    await look(item, () => choose(item));
  });

  test.each(['More', /^Upstreams/, /^Connect/])('the button %s', async (name) => {
    await look(String(name), () => button(name));
  });

  test('suggestions of the filter', async () => {
    const { window } = launched;
    const field = window.getByLabel('Filter exchanges');
    await field.click();
    await field.pressSequentially('st');
    await window.getByRole('listbox', { name: 'Suggestions' }).waitFor();
    await expectAccessible(launched, 'suggestions');
    await field.press('Escape');
    await field.fill('');
    await field.press('Escape');
  });
});

describe('of the list:', () => {
  test('rows and columns', async () => {
    await look('columns', () => button('Rows and columns'));
  });

  test('the context menu of a row, by the keyboard', async () => {
    await look('context menu', () => exchangeRows(launched.window).first().click({ button: 'right' }));
  });

  test('a note', async () => {
    await look('note', async () => {
      await command('Note');
      await launched.window.getByRole('dialog', { name: /^Note/ }).waitFor();
    });
  });

  test('a group is folded and unfolded by the arrow keys, and keeps the focus', async () => {
    const { window } = launched;
    const tree = window.getByRole('tree', { name: 'Exchanges' });
    await exchangeRows(window).first().click();
    await tree.focus();
    await window.keyboard.press('ArrowLeft');
    const head = tree.locator('[role="treeitem"][aria-expanded="false"]');
    await head.waitFor();
    expect(await tree.getAttribute('aria-activedescendant')).toBe(await head.getAttribute('id'));
    try {
      await expectAccessible(launched, 'a folded group');
    } finally {
      await window.keyboard.press('ArrowRight');
    }
    await exchangeRows(window).first().waitFor();
  });

  test('rows picked together', async () => {
    const { window } = launched;
    await window.getByRole('tree', { name: 'Exchanges' }).focus();
    await window.keyboard.press('Control+a');
    await window.getByRole('toolbar', { name: 'Picked exchanges' }).waitFor();
    await expectAccessible(launched, 'picked');
    await window.keyboard.press('Escape');
  });
});

describe('of the sheet:', () => {
  test.each(['Export', 'Copy the completion'])('the menu %s', async (name) => {
    await look(name, () => button(name));
  });

  test('the loss report', async () => {
    await look('loss report', () => button(/loss report$/));
  });

  test('a string of a JSON view, and the search in it', async () => {
    const { window } = launched;
    await completionOf(window).getByRole('radio', { name: 'JSON', exact: true }).click();
    await window.getByText('"id"').first().click();
    await window.getByRole('button', { name: 'Copy path' }).waitFor();
    await expectAccessible(launched, 'place bar');
    await completionOf(window).getByRole('radio', { name: 'Text', exact: true }).click();
  });

  test('a comparison', async () => {
    const { window } = launched;
    await button('Compare with another exchange');
    await exchangeRows(window).filter({ hasText: 'sample-reasoner' }).last().click();
    await window.getByRole('article', { name: 'Comparison' }).waitFor({ timeout: 10_000 });
    await expectAccessible(launched, 'comparison');
    await window.keyboard.press('Escape');
  });
});

test('says nothing to the console', () => {
  expect(launched.complaints).toEqual([]);
});
