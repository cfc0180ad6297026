/**
 * Large and odd requests and completions are read without a freeze. Tasks of the page are measured in its own
 * processor time, so that the limit is tight on a busy machine too: of the wall clock, a task may take many times that.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { pageTasks } from '../support/page-tasks.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, completionOf, exchangeRows } from '../support/window-parts.ts';

/** The goal is 50; caches and clocks that others share cost up to twice the processor time. */
const mostMs = 100;

let launched: LaunchedApp;
let upstream: SteeredUpstream;
let figures: Record<string, number> = {};

beforeAll(async () => {
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
});

/** Megabytes are made, sent, recorded and traced: on a busy machine that takes its time. */
const patienceMs = 240_000;

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

const request = () => launched.window.getByRole('region', { name: 'Request', exact: true });
const scroller = () => request().locator('[data-scroller]');

async function open(name: string, body: object, answer: readonly string[] = []): Promise<void> {
  figures = {};
  const sent = fetch(`${launched.proxyUrl}/mine/v1/chat/completions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ model: name, stream: true, ...body }),
  });
  const stream = await upstream.nextStream();
  for (const text of [`Answer to ${name}.\n\n`, ...answer]) stream.sendText(text);
  stream.finish();
  await (await sent).text();
  const { window } = launched;
  await window
    .getByRole('tab', { name: 'Stream' })
    .click()
    .catch(() => undefined);
  await measure('open', async () => {
    await exchangeRows(window)
      .filter({ hasText: `Answer to ${name}.` })
      .first()
      .click();
    await completionOf(window).getByText(`Answer to ${name}.`).first().waitFor();
  });
}

/** The costliest task of the page meanwhile. */
async function measure(what: string, act: () => Promise<void>): Promise<void> {
  const [costliest] = await pageTasks(launched.window, act);
  figures[what] = Math.round(costliest?.cpuMs ?? 0);
  expect(costliest?.cpuMs ?? 0, `${what}: ${costliest?.parts}`).toBeLessThan(mostMs);
}

const userSays = (content: unknown) => ({ messages: [{ role: 'user', content }] });

/** Through all of it by the wheel, and by jumps of the scroll bar. */
async function scrollThrough(): Promise<void> {
  await scroller().hover();
  for (let step = 0; step < 25; step += 1) await launched.window.mouse.wheel(0, 700);
  for (const share of [0.5, 1, 0.2]) {
    await scroller().evaluate((element, part) => element.scrollTo(0, element.scrollHeight * part), share);
    await launched.window.waitForTimeout(250);
  }
}

async function find(words: string, expected: RegExp): Promise<void> {
  const { window } = launched;
  await launched.app.evaluate(({ Menu, BrowserWindow }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
    items.find(({ label }) => label === 'Find')?.click(undefined, BrowserWindow.getAllWindows()[0]);
  });
  const field = window.getByRole('textbox', { name: 'Find in this view' });
  await field.fill(words);
  await expect.poll(() => window.locator('search [role="status"]').textContent()).toMatch(expected);
  await field.press('Enter');
  await window.waitForTimeout(300);
  await field.press('Escape');
}

describe('a request', () => {
  test.each([
    ['of one line of 5 MB', 'words of one line '.repeat(280_000), /^none$/],
    ['of 5 MB without a space', 'x'.repeat(5_000_000), /^none$/],
    [
      'of 120,000 paragraphs',
      Array.from({ length: 120_000 }, (_, index) => `Paragraph ${index} has some words here.`).join('\n\n'),
      /^1 of 120,000$/,
    ],
    [
      'of a table of 80,000 cells',
      `| id | words | at | to |\n|--:|---|:-:|---|\n${Array.from({ length: 20_000 }, (_, id) => `| ${id} | some **bold** words of row ${id} | 12:30 | \`node ${id % 40}\` |`).join('\n')}`,
      /^1 of 20,000$/,
    ],
    ['of code', `\`\`\`ts\n${'const value = compute(1, "some words");\n'.repeat(100_000)}\`\`\`\n`, /^1 of 100,000$/],
  ])('%s is opened, unfolded, scrolled, searched and switched', { timeout: patienceMs }, async (name, text, places) => {
    await open(name, userSays(text));
    await measure('request', async () => {
      await launched.window.keyboard.press('2');
      await request().getByRole('article').waitFor();
    });
    await measure('unfold', async () => {
      await request()
        .getByRole('button', { name: /^Show all/ })
        .click();
      await request().getByRole('button', { name: 'Show less' }).waitFor({ state: 'attached' });
      await launched.window.waitForTimeout(600);
    });
    await measure('scroll', scrollThrough);
    await scroller().evaluate((element) => element.scrollTo(0, 0));
    await measure('find', () => find('some', places));
    await scroller().evaluate((element) => element.scrollTo(0, 0));
    await request()
      .getByRole('article')
      .hover({ position: { x: 40, y: 10 } });
    for (const form of ['Plain', 'Raw', 'Markdown'])
      await measure(form, async () => {
        await request().getByRole('radio', { name: form, exact: true }).click();
        await launched.window.waitForTimeout(300);
      });
    await measure('JSON', async () => {
      await request().getByRole('radio', { name: 'JSON' }).click();
      await request().getByText('"stream"').waitFor();
    });
    process.stdout.write(`${name}, costliest tasks, ms of processor time: ${JSON.stringify(figures)}\n`);
    expect(launched.complaints).toEqual([]);
  });

  test('is chosen and copied whole, what was never painted as well', { timeout: patienceMs }, async () => {
    const { window } = launched;
    await open('all', userSays(`first words\n\n${'A paragraph among many.\n\n'.repeat(40_000)}last words`));
    await window.keyboard.press('2');
    await request().getByText('first words').click();
    await measure('choose all', async () => {
      await window.keyboard.press('ControlOrMeta+a');
      await window.keyboard.press('ControlOrMeta+c');
    });
    const copied = await launched.app.evaluate(({ clipboard }) => clipboard.readText());
    expect(copied).toMatch(/^## user\n\nfirst words/);
    expect(copied.trimEnd()).toMatch(/last words$/);
    await request().getByText('first words').click();
    expect(await scroller().getAttribute('data-all-chosen')).toBeNull();
  });

  test('with 400 tools and 200,000 keys of metadata', { timeout: patienceMs }, async () => {
    const properties = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `property_${index}`,
        { type: 'string', description: 'words '.repeat(9) },
      ]),
    );
    const tools = Array.from({ length: 400 }, (_, index) => ({
      type: 'function',
      function: { name: `tool_${index}`, parameters: { type: 'object', properties } },
    }));
    const metadata = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`key_${index}`, index]));
    await open('tools', { ...userSays('hello'), tools, metadata });
    await measure('request', async () => {
      await launched.window.keyboard.press('2');
      await request().getByRole('article').waitFor();
    });
    await measure('tools', async () => {
      await request()
        .getByRole('button', { name: /^Tools/ })
        .click();
      await request().locator('summary', { hasText: 'tool_0(' }).waitFor();
      await launched.window.waitForTimeout(600);
    });
    process.stdout.write(`tools, costliest tasks: ${JSON.stringify(figures)}\n`);
  });
});

describe('JSON of 10 MB', () => {
  test('is opened, folded, searched to its last line, and chosen whole', { timeout: patienceMs }, async () => {
    const { window } = launched;
    const data = Array.from({ length: 45_000 }, (_, id) => ({
      id,
      name: `name ${id}`,
      nested: { words: 'x'.repeat(90) },
    }));
    await open('json', { ...userSays('hello'), note: 'lazy words '.repeat(200_000), data });
    await window.keyboard.press('2');
    await measure('open', async () => {
      await request().getByRole('radio', { name: 'JSON' }).click();
      await request().getByText('"stream"').waitFor();
    });
    await measure('fold', () => request().getByRole('button', { name: 'Fold all', exact: true }).click());
    await measure('unfold', () => request().getByRole('button', { name: 'Unfold all' }).click());
    await measure('jump', async () => {
      for (const share of [0.5, 1, 0.2, 0.8]) {
        await request()
          .locator('.cm-scroller')
          .evaluate((element, part) => element.scrollTo(0, element.scrollHeight * part), share);
        await window.waitForTimeout(250);
      }
    });
    const field = request().getByRole('textbox', { name: 'Find', exact: true });
    await measure('search', async () => {
      await request().locator('.cm-content').press('ControlOrMeta+f');
      await field.pressSequentially('NAME 44999');
      await request().getByText('data[44999].name').waitFor();
    });
    await request().getByText('1 of 1', { exact: true }).waitFor();
    await field.press('Escape');
    await request().locator('.cm-content').focus();
    await measure('choose all', () => window.keyboard.press('ControlOrMeta+a'));
    await window.keyboard.press('ControlOrMeta+c');
    const copied = await launched.app.evaluate(({ clipboard }) => clipboard.readText());
    expect(copied.length).toBeGreaterThan(10_000_000);
    process.stdout.write(`JSON of 10 MB, costliest tasks: ${JSON.stringify(figures)}\n`);
  });
});
