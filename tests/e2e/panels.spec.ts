/** Every panel and dialog: nothing serious for axe in either theme, nothing out of reach in a small or zoomed window, forced colours. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { expectAccessible, seriousFindings } from '../support/axe.ts';
import { outOfReach } from '../support/reachable.ts';
import { exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;

beforeAll(async () => {
  launched = await launchApp();
  await launched.invoke('sample.send', null);
  const done = exchangeRows(launched.window).and(launched.window.getByRole('treeitem', { name: /title.*complete$/ }));
  await done.last().waitFor({ timeout: 60_000 });
  await done.last().click();
  const ids = (await launched.invoke('exchanges.list', { before: null, limit: 2 })).map(({ id }) => id);
  await launched.invoke('captures.change', { kind: 'assign', name: 'first try', ids });
  await launched.invoke('captures.record', { name: 'second try' });
});

afterAll(async () => {
  await launched?.close();
});

async function runCommand(words: string): Promise<void> {
  await launched.window.keyboard.press('Control+k');
  await launched.window.getByRole('combobox', { name: 'Command' }).fill(words);
  await launched.window.keyboard.press('Enter');
}

const press = (name: RegExp) => () => launched.window.getByRole('button', { name }).first().click();
const command = (words: string) => () => runCommand(words);

/** Each as a user opens it; Esc leaves all of them. */
const panels: readonly (readonly [name: string, open: () => Promise<void>])[] = [
  ['Upstreams', press(/^Upstreams/)],
  ['Connect', press(/^Connect/)],
  ['Captures', press(/^Captures/)],
  ['Interception', command('interception')],
  ['Doctor', command('doctor')],
  ['Start a program', command('start a program')],
  ['Settings', command('settings…')],
  ['Export', command('export all')],
  ['Keys', () => launched.window.keyboard.press('?')],
  ['Note', command('note…')],
  ['Tour', command('tour of the window')],
];

const shown = () => launched.window.getByRole('dialog').or(launched.window.getByRole('alertdialog'));

async function leave(): Promise<void> {
  await expect
    .poll(async () => {
      if ((await shown().count()) > 0) await launched.window.keyboard.press('Escape');
      return shown().count();
    })
    .toBe(0);
}

async function withPanel(open: () => Promise<void>, look: () => Promise<void>): Promise<void> {
  await open();
  await shown().first().waitFor();
  await look();
  await leave();
}

describe('axe has nothing serious to say about', () => {
  test.each(panels)('%s', (name, open) => withPanel(open, () => expectAccessible(launched, name)));

  test('the command palette', async () => {
    await launched.window.keyboard.press('Control+k');
    await launched.window.getByRole('combobox', { name: 'Command' }).waitFor();
    await expectAccessible(launched, 'palette');
    await launched.window.keyboard.press('Escape');
  });

  test('an upstream being edited, and the certificate authority', async () => {
    const { window } = launched;
    await press(/^Upstreams/)();
    await window.locator('[data-upstream]').first().waitFor();
    await window.keyboard.press('e');
    await window.getByRole('dialog', { name: 'Upstream openai' }).waitFor();
    await expectAccessible(launched, 'upstream');
    await leave();
    await runCommand('interception');
    await window.getByRole('switch', { name: 'Intercept listed hosts' }).click();
    await window.getByRole('region', { name: 'Certificate authority' }).getByText('SHA-256').waitFor();
    await expectAccessible(launched, 'authority');
    await window.getByRole('switch', { name: 'Intercept listed hosts' }).click();
    await leave();
  });
});

describe('nothing is out of reach', () => {
  const sizes = [
    [1024, 700],
    [900, 560],
    [800, 560],
  ] as const;

  test.each(sizes)('of the window and its panels at %i x %i', async (width, height) => {
    await launched.setSize(width, height);
    // The drawer of a narrow window slides away.
    await expect.poll(() => outOfReach(launched.window)).toEqual([]);
    for (const [name, open] of panels)
      if (name !== 'Tour')
        await withPanel(open, async () => expect(await outOfReach(launched.window), name).toEqual([]));
    await launched.setSize(1440, 900);
  });

  test('at twice the size, in a window of 1024 x 700', async () => {
    const { window } = launched;
    await launched.setSize(1024, 700);
    const drawn = await window.evaluate(() => devicePixelRatio);
    for (let step = 0; step < 8; step += 1) {
      if ((await window.evaluate(() => devicePixelRatio)) >= drawn * 1.99) break;
      await window.keyboard.press('Control+=');
      await window.waitForTimeout(100);
    }
    await expect.poll(() => window.evaluate(() => [innerWidth, innerHeight])).toEqual([512, 350]);
    await expect.poll(() => outOfReach(window)).toEqual([]);
    for (const [name, open] of panels)
      if (name !== 'Tour') await withPanel(open, async () => expect(await outOfReach(window), name).toEqual([]));
    await window.keyboard.press('Control+0');
    await expect.poll(() => window.evaluate(() => innerWidth)).toBe(1024);
    await launched.setSize(1440, 900);
  });
});

describe('with forced colours', () => {
  test('what is chosen is filled, dialogs have an edge, and the lanes keep their colours', async () => {
    const { window } = launched;
    await window.emulateMedia({ forcedColors: 'active' });
    const styleOf = (selector: string, property: string) =>
      window
        .locator(selector)
        .first()
        .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
    const row = '[role="treeitem"][aria-selected="true"]';
    const other = '[role="treeitem"][aria-selected="false"]';
    expect(await styleOf(row, 'background-color')).not.toBe(await styleOf(other, 'background-color'));
    expect(await styleOf('[role="tab"][aria-selected="true"]', 'background-color')).toBe(
      await styleOf(row, 'background-color'),
    );
    expect(await styleOf(`${other} i.role-text`, 'forced-color-adjust')).toBe('none');
    await runCommand('settings…');
    await window.getByRole('dialog', { name: 'Settings' }).waitFor();
    expect(await styleOf('[role="dialog"]', 'outline-style')).toBe('solid');
    expect(await styleOf('[role="switch"]', 'border-style')).toBe('solid');
    await leave();
    await window.emulateMedia({ forcedColors: null });
  });
});

describe('the captures panel by keys', () => {
  test('goes through its rows, records, and asks before it deletes', async () => {
    const { window } = launched;
    await press(/^Captures/)();
    const focused = () => window.evaluate(() => document.activeElement?.textContent ?? '');
    await expect.poll(focused).toMatch(/^Everything/);
    await window.keyboard.press('ArrowDown');
    await expect.poll(focused).toMatch(/^second try/);
    await window.keyboard.press('ArrowDown');
    await expect.poll(focused).toMatch(/^first try/);
    await window.keyboard.press('r');
    await window.getByRole('button', { name: 'Stop recording into first try' }).waitFor();
    await window.keyboard.press('Delete');
    await window.getByRole('alertdialog', { name: 'Delete first try' }).waitFor();
    await expect.poll(focused).toBe('Cancel');
    await window.keyboard.press('Escape');
    await expect.poll(focused).toMatch(/^first try/);
    expect(await seriousFindings(window)).toEqual([]);
    await window.keyboard.press('r');
    await window.getByRole('button', { name: 'Record into first try' }).waitFor();
    await leave();
  });
});

test('the interception dialog leads to the lines that a program needs', async () => {
  const { window } = launched;
  await runCommand('interception');
  await window.getByRole('button', { name: 'Lines to copy' }).click();
  await window.getByRole('dialog', { name: 'Connect' }).getByRole('radio', { name: 'Proxy', checked: true }).waitFor();
  await leave();
});

test('nothing is left in the console', () => {
  expect(launched.complaints).toEqual([]);
});
