/** `wirelens://` links: they show an exchange or an event of it, by a second start too; anything else does nothing but say so. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  electronExecutable,
  inheritedEnvironment,
  type LaunchedApp,
  launchApp,
  repositoryRoot,
  rootFlags,
} from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, completionOf, eventRows, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;
let ids: readonly string[];

beforeAll(async () => {
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
  for (const text of ['Alpha.', 'Beta.']) {
    const call = await startChat(launched.proxyUrl, 'mine');
    const stream = await upstream.nextStream();
    stream.sendText(text);
    stream.finish();
    await call.end;
  }
  await exchangeRows(launched.window).nth(1).waitFor();
  const { exchanges } = await launched.invoke('app.bootstrap', null);
  ids = exchanges.map(({ id }) => id);
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

beforeEach(async () => {
  await exchangeRows(launched.window).first().click();
});

/** A second start, as the system makes one for a link: hands its words to the first and leaves. */
async function startWith(word: string): Promise<void> {
  const words = [...rootFlags(), `--user-data-dir=${launched.dataFolder}`, repositoryRoot, word];
  const env = { ...inheritedEnvironment(), WIRELENS_DATA: launched.dataFolder };
  await once(spawn(electronExecutable(), words, { env, stdio: 'ignore' }), 'exit');
}

/** The same without another process. */
function hand(word: string): Promise<boolean> {
  return launched.app.evaluate(({ app }, link) => app.emit('second-instance', {}, ['wirelens', link], '/', null), word);
}

function notice() {
  return launched.window.getByRole('status').filter({ hasText: 'A link was not followed' });
}

test('a link opens its exchange, with its event picked, in the window that is there', async () => {
  await startWith(`wirelens://exchange/${ids[1]}#1`);
  await completionOf(launched.window).getByText('Beta.').waitFor();
  await expect.poll(() => eventRows(launched.window).nth(1).getAttribute('aria-selected')).toBe('true');
  expect(launched.app.windows()).toHaveLength(1);
});

test('a link to an event that the stream does not have says so, and shows the exchange', async () => {
  await hand(`wirelens://exchange/${ids[1]}#4000`);
  await completionOf(launched.window).getByText('Beta.').waitFor();
  await launched.window.getByText('There is no such event').waitFor();
});

test.each([
  ['nobody knows', () => `wirelens://exchange/${'z'.repeat(20)}`],
  ['asks for something else', () => `wirelens://delete/${ids[0]}`],
  ['asks for more', () => `wirelens://exchange/${ids[0]}?export=/etc/passwd`],
  ['is huge', () => `wirelens://exchange/${'a'.repeat(100_000)}`],
  ['brings markup', () => 'wirelens://<img src=x onerror=alert(1)>'],
])('a link that %s does nothing but say so', async (_what, link) => {
  const { window } = launched;
  const before = await exchangeRows(window).count();
  await hand(link());
  await notice().waitFor();
  await completionOf(window).getByText('Alpha.').waitFor();
  expect(await exchangeRows(window).count()).toBe(before);
  expect(launched.app.windows()).toHaveLength(1);
  expect(await notice().locator('img').count()).toBe(0);
  await notice()
    .getByRole('button', { name: /^Dismiss/ })
    .click();
  await notice().waitFor({ state: 'detached' });
  expect(launched.complaints).toEqual([]);
});
