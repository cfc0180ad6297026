/** Programs started from the window: their exchanges are seen, decoded and grouped under them; output, end and terminal. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { completionOf, exchangeRows } from '../support/window-parts.ts';

let folder: string;
let launched: LaunchedApp;
let upstream: SteeredUpstream;

/** Asks the vendor's own address, as programs do that know nothing of us; undici stands for the fetch of Node 24. */
const client = `
import { EnvHttpProxyAgent, fetch } from ${JSON.stringify(import.meta.resolve('undici'))};
const answer = await fetch('https://api.openai.com/v1/chat/completions', {
  method: 'POST',
  headers: { authorization: 'Bearer sk-test-0123456789', 'content-type': 'application/json' },
  body: JSON.stringify({ model: 'steered-1', stream: true, messages: [{ role: 'user', content: 'Say it' }] }),
  dispatcher: new EnvHttpProxyAgent(),
});
console.log('answered ' + answer.status);
for await (const bytes of answer.body) process.stdout.write(String(bytes.length) + ' ');
process.exit(3);
`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wirelens-started-'));
  await writeFile(path.join(folder, 'client.mjs'), client);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  upstream = await startSteeredUpstream();
  // A terminal as all are: it runs what stands behind its first word.
  const terminal = path.join(folder, 'fake-terminal');
  const shell = path.join(folder, 'fake-shell');
  await writeFile(terminal, '#!/bin/sh\nshift\nexec "$1"\n');
  await writeFile(shell, '#!/bin/sh\necho "mode $OPENAI_BASE_URL in $PWD"\nsleep 600\n');
  for (const file of [terminal, shell]) await chmod(file, 0o755);
  launched = await launchApp({ env: { TERMINAL: terminal, SHELL: shell, OPENAI_API_BASE: 'http://gateway.test/v1' } });
});
afterEach(async () => {
  await launched?.close();
  await upstream?.close();
});

async function openForm(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Connect', exact: true }).click();
  await window.getByRole('button', { name: 'Start a program…' }).click();
  await window.getByRole('textbox', { name: 'Working folder' }).fill(folder);
}

async function run(window: Page, command: string): Promise<void> {
  await window.getByRole('textbox', { name: 'Command' }).fill(command);
  await window.getByRole('button', { name: 'Run', exact: true }).click();
}

test('a Node program that knows nothing of us is decrypted, decoded and grouped under its run', async () => {
  const { window } = launched;
  const rules = [{ host: 'api.openai.com', action: 'redirect', url: upstream.url }] as const;
  await launched.invoke('settings.update', { interception: { isEnabled: false, rules } });
  await openForm(window);
  await run(window, `"${process.execPath}" client.mjs`);
  const stream = await upstream.nextStream();
  expect(stream.path).toBe('/v1/chat/completions');
  stream.sendText('Said, ');
  const output = window.getByRole('log', { name: 'Output' });
  await output.getByText('answered 200').waitFor();
  await window.getByRole('dialog').getByText('running').waitFor();
  stream.sendText('as asked.');
  stream.finish();
  await window.getByRole('dialog').getByText('exit 3').waitFor();
  await window.getByRole('dialog').getByText('1 exchange', { exact: true }).waitFor();
  await launched.screenshot('program-output');
  await window.getByRole('button', { name: 'Show only its exchanges' }).click();
  await completionOf(window).getByText('Said, as asked.').waitFor();
  const group = window.getByRole('tree', { name: 'Exchanges' }).getByRole('button', { name: /^node exit 3 1/ });
  await group.waitFor();
  await group.click();
  await expect.poll(() => exchangeRows(window).count()).toBe(0);
  await group.click();
  await expect.poll(() => exchangeRows(window).count()).toBe(1);
  await window.getByRole('button', { name: 'Output of node' }).click();
  await output.getByText('answered 200').waitFor();
  const [row] = (await launched.invoke('app.bootstrap', null)).exchanges;
  expect(row).toMatchObject({ upstream: 'openai', format: 'openai-chat', end: 'complete' });
  expect(row?.client).toMatchObject({ program: 'node', run: expect.stringMatching(/^p[0-9a-f]{12}$/) });
  expect(launched.complaints).toEqual([]);
});

test('by base URLs nothing is decrypted, and Stop ends what runs', async () => {
  const { window } = launched;
  await openForm(window);
  await window.getByRole('radio', { name: 'By base URLs' }).click();
  await run(window, 'echo "at $OPENAI_BASE_URL, proxy $HTTPS_PROXY."; sleep 600');
  await window
    .getByRole('log')
    .getByText(/at http:\/\/127\.0\.0\.1:\d+\/openai\/v1/)
    .waitFor();
  expect(await launched.invoke('interception.authority', null)).toBeNull();
  await window.getByRole('button', { name: 'Stop', exact: true }).click();
  await window.getByRole('dialog').getByText('exit 143').waitFor();
  await window.getByRole('button', { name: 'Run again' }).waitFor();
});

test('a terminal opens with everything set, and stands in the list while it is open', async () => {
  const { window } = launched;
  await openForm(window);
  await window.getByRole('radio', { name: 'By base URLs' }).click();
  await window.getByRole('button', { name: 'Open a terminal' }).click();
  const group = window.getByRole('tree', { name: 'Exchanges' }).getByRole('button', { name: /^terminal open/ });
  await group.waitFor();
  await window.getByRole('button', { name: 'Output of terminal' }).click();
  await window.getByRole('log').getByText(`/openai/v1 in ${folder}`).waitFor();
  await window.getByRole('button', { name: 'Close it' }).click();
  await window.getByRole('dialog').getByText('closed').waitFor();
});

test('the variables can be copied for each shell', async () => {
  const { window, app } = launched;
  await openForm(window);
  await window.getByRole('radio', { name: 'By base URLs' }).click();
  await window.getByRole('button', { name: 'Copy the variables…' }).click();
  await window.getByRole('tab', { name: 'fish' }).click();
  await window.getByRole('button', { name: 'Copy the variables', exact: true }).click();
  const copied = () => app.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(copied).toMatch(/set -gx OPENAI_BASE_URL http:\/\/127\.0\.0\.1:\d+\/openai\/v1/);
});

test('a page that acts by itself cannot start anything', async () => {
  const request = { command: 'touch started', folder, mode: 'base-url' } as const;
  const answers = [
    await launched.invoke('programs.start', request),
    await launched.invoke('programs.openTerminal', { folder, mode: 'base-url' }),
  ];
  expect(answers).toMatchObject([{ error: { kind: 'nobody-there' } }, { error: { kind: 'nobody-there' } }]);
  await expect(launched.invoke('programs.start', { ...request, command: 'a\nb' })).rejects.toThrow(/refused/);
  expect((await launched.invoke('app.bootstrap', null)).programs).toEqual([]);
});

test('before a program is started by base URL, what that changes is said', async () => {
  const { window } = launched;
  await openForm(window);
  await window.getByRole('textbox', { name: 'Command' }).fill('claude -p hello');
  const notes = window.getByRole('note');
  expect(await notes.count()).toBe(0);
  await window.getByRole('radio', { name: 'By base URLs' }).click();
  await notes.filter({ hasText: 'Claude Code: with a base URL that is not Anthropic’s' }).waitFor();
  await notes.filter({ hasText: 'Your own OPENAI_API_BASE is replaced for this program.' }).waitFor();
  await launched.screenshot('program-hints');
  await window.getByRole('radio', { name: 'As its proxy' }).click();
  await expect.poll(() => notes.count()).toBe(0);
});
