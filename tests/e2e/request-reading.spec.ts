/** Reading a request: folded system prompt, tool calls with their results, forms, find, JSON with paths, and 5 MB without a freeze. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { atBest } from '../support/at-best.ts';
import { pageTasks } from '../support/page-tasks.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, completionOf, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const messages = [
  { role: 'system', content: `You are careful. ${'Rule after rule after rule. '.repeat(120)} The last rule: kumquat.` },
  { role: 'user', content: 'Fix **retry.ts** please.\n\n```ts\nconst wait = 8;\n```\n' },
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'read_file', arguments: '{"path":"retry.ts"}' } }],
  },
  { role: 'tool', tool_call_id: 'call_1', content: 'export const retries = 3;' },
  { role: 'user', content: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } }] },
];

async function send(body: unknown, answer: readonly string[]): Promise<void> {
  const sent = fetch(`${launched.proxyUrl}/mine/v1/chat/completions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const stream = await upstream.nextStream();
  for (const text of answer) stream.sendText(text);
  stream.finish();
  await (await sent).text();
}

async function openNewest(words: string): Promise<void> {
  await exchangeRows(launched.window).filter({ hasText: words }).first().click();
}

beforeAll(async () => {
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
  const tools = [
    {
      type: 'function',
      function: { name: 'read_file', parameters: { type: 'object', properties: { path: { type: 'string' } } } },
    },
  ];
  await send({ model: 'm', stream: true, messages, tools }, [
    'Here:\n\n```ts\n',
    'const wait = 16;',
    '\n```\n\nDone twice.',
  ]);
  await openNewest('Here');
  await completionOf(launched.window).getByText('Done twice').waitFor();
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

const request = () => launched.window.getByRole('region', { name: 'Request', exact: true });
const find = () => launched.window.getByRole('textbox', { name: 'Find in this view' });

/** As Mod+F does, which is the menu's. */
async function pressFind(): Promise<void> {
  await launched.app.evaluate(({ Menu, BrowserWindow }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
    items.find(({ label }) => label === 'Find')?.click(undefined, BrowserWindow.getAllWindows()[0]);
  });
}

describe('the completion', () => {
  test('has its code coloured, and the words in it still pick their events', async () => {
    const { window } = launched;
    const keyword = completionOf(window).locator('pre span', { hasText: /^const$/ });
    await keyword.waitFor();
    await keyword.click();
    await expect
      .poll(() => window.locator('[role="option"][aria-selected="true"][id^="event-"]').textContent())
      .toContain('const wait = 16;');
    await window.keyboard.press('Escape');
  });

  test('is searched with Mod+F', async () => {
    const { window } = launched;
    await window.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await pressFind();
    await find().fill('TWICE');
    await window.getByText('1 of 1', { exact: true }).waitFor();
    const lit = () => window.evaluate(() => [...(CSS.highlights.get('found-current') ?? [])].map(String).join());
    await expect.poll(lit).toBe('twice');
    await find().press('Escape');
    await expect.poll(lit).toBe('');
  });
});

describe('the request', () => {
  test('has its long system prompt folded, and unfolds it', async () => {
    await launched.window.keyboard.press('2');
    const system = request().getByRole('article', { name: /^system/ });
    await system.waitFor();
    expect(await system.getByRole('button', { name: 'system' }).getAttribute('aria-expanded')).toBe('false');
    await system.getByRole('button', { name: 'system' }).click();
    await system.getByText('You are careful.').waitFor();
    await system.getByRole('button', { name: 'system' }).click();
  });

  test('joins a tool call to its later result', async () => {
    const call = request().getByRole('article', { name: /^assistant/ });
    await call.getByText('returned').click();
    await launched.screenshot('request-light');
    await call.locator('details').getByText('export const retries = 3;').last().waitFor();
    await request().getByRole('article', { name: /^tool/ }).getByText('result of read_file').waitFor();
  });

  test('shows an image that is in it', async () => {
    await request().locator('img').waitFor();
    await expect
      .poll(() =>
        request()
          .locator('img')
          .evaluate((image) => (image as HTMLImageElement).naturalWidth),
      )
      .toBe(1);
  });

  test('shows a message as markdown, plain and raw', async () => {
    const user = request().getByRole('article', { name: /^user/ }).first();
    await user.locator('strong', { hasText: 'retry.ts' }).waitFor();
    await user.hover();
    await user.getByRole('radio', { name: 'Plain' }).click();
    await user.getByText('Fix **retry.ts** please.').waitFor();
    await user.getByRole('radio', { name: 'Raw' }).click();
    await user.getByText('"role": "user"').waitFor();
    await user.getByRole('radio', { name: 'Markdown' }).click();
  });

  test('is searched in what is folded and clamped, which then unfolds', async () => {
    const { window } = launched;
    await pressFind();
    await find().fill('kumquat');
    await window.getByText('1 of 1', { exact: true }).waitFor();
    await expect
      .poll(() => window.evaluate(() => [...(CSS.highlights.get('found-current') ?? [])].map(String).join()))
      .toBe('kumquat');
    await find().press('Escape');
  });

  test('as JSON: searched, with the path of a line, and its picture', async () => {
    const { window } = launched;
    await request().getByRole('radio', { name: 'JSON' }).click();
    await window.getByText('"stream"').click();
    await window.locator('code', { hasText: /^stream$/ }).waitFor();
    await pressFind();
    const field = window.getByRole('textbox', { name: 'Find', exact: true });
    await field.fill('');
    await field.pressSequentially('tool_call_id');
    await field.press('Enter');
    await launched.screenshot('json-found');
    await window.getByText('messages[3].tool_call_id').waitFor();
    await field.fill('');
    await field.pressSequentially('data:image/png');
    await field.press('Enter');
    await window.getByText('messages[4].content[0].image_url.url').waitFor();
    await window.getByRole('button', { name: 'Open image' }).click();
    await window.getByRole('dialog').locator('img').waitFor();
    await window.keyboard.press('Escape');
    await request().getByRole('radio', { name: 'Conversation' }).click();
  });
});

describe('5 MB of request and 1 MB of completion', () => {
  /** The costliest task of the page while `act` runs, ms of its own processor time. */
  const costliestTask = async (act: () => Promise<void>): Promise<number> =>
    Math.round((await pageTasks(launched.window, act))[0]?.cpuMs ?? 0);

  /** Words would be looked for in all elements, by the page: that is no task of ours. */
  const firstParagraph = (begins: RegExp) =>
    launched.window.waitForFunction(
      (pattern) => new RegExp(pattern).test(document.querySelector('[data-block] p')?.textContent ?? ''),
      begins.source,
    );

  test('open, scroll and unfold without a freeze', async () => {
    const { window } = launched;
    const turns = Array.from({ length: 250 }, (_, index) => ({
      role: index % 2 === 0 ? 'user' : 'assistant',
      content: `Turn ${index}\n\n${'Some *words* of the turn, `code` and more.\n\n'.repeat(480)}`,
    }));
    const answer = Array.from({ length: 2_000 }, (_, index) => `Paragraph ${index} ${'of many words '.repeat(35)}\n\n`);
    await window.getByRole('tab', { name: 'Stream' }).click();
    await send({ model: 'big', stream: true, messages: turns }, answer);
    const figures: Record<string, number> = {};
    // Opened from another one each time; the first of these under the bound ends it.
    figures.open = await atBest(100, async () => {
      await openNewest('Here');
      await firstParagraph(/^Here/);
      return costliestTask(async () => {
        await openNewest('Paragraph');
        await firstParagraph(/^Paragraph/);
      });
    });
    figures.request = await costliestTask(async () => {
      await window.keyboard.press('2');
      await request().getByText('Turn 0').first().waitFor();
    });
    figures.scroll = await costliestTask(async () => {
      await request().hover();
      for (let step = 0; step < 40; step += 1) await window.mouse.wheel(0, 700);
    });
    await launched.screenshot('request-scrolled');
    figures.unfold = await costliestTask(async () => {
      await request()
        .getByRole('button', { name: /^Show all/ })
        .first()
        .click();
    });
    figures.json = await costliestTask(async () => {
      await request().getByRole('radio', { name: 'JSON' }).click();
      await window.getByText('"model": "big"').waitFor();
    });
    process.stdout.write(`costliest tasks, ms of processor time: ${JSON.stringify(figures)}\n`);
    // The goal is 50 on a machine of one's own; caches that others share cost up to twice the processor time.
    for (const [act, ms] of Object.entries(figures)) expect(ms, act).toBeLessThan(100);
    expect(launched.complaints).toEqual([]);
  });
});
