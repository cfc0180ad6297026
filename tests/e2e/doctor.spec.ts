/** The doctor in the window, over the app that runs; and the program behind an exchange in list and inspector. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
beforeEach(async () => {
  launched = await launchApp();
});
afterEach(() => launched?.close());

test('the doctor tries every way in and sees the app that runs', async () => {
  const { window } = launched;
  await window.getByRole('button', { name: 'More' }).click();
  await window.getByRole('menuitem', { name: 'Doctor…' }).click();
  const dialog = window.getByRole('dialog', { name: 'Doctor' });
  await dialog.getByText('Trying every way in').waitFor();
  await launched.screenshot('doctor-looking');
  await dialog.getByText(/^Everything that should be captured is/).waitFor({ timeout: 60_000 });
  await dialog
    .getByText(/^captured: openai-chat 200, verbatim/)
    .first()
    .waitFor();
  await dialog.getByText(/as Wirelens does$/).waitFor();
  expect(await dialog.getByRole('img', { name: 'failed' }).count()).toBe(0);
  for (const theme of ['dark', 'light'] as const) {
    await launched.setTheme(theme);
    await launched.setSize(1440, 900);
    await launched.screenshot(`doctor-${theme}-1440`);
    await launched.setSize(1024, 700);
    await launched.screenshot(`doctor-${theme}-1024`);
  }
  await window.keyboard.press('Escape');
  await expect.poll(() => dialog.count()).toBe(0);
  // It used a proxy of its own, and asked nothing of this one that would be an exchange.
  expect(await exchangeRows(window).count()).toBe(0);
  expect(launched.complaints).toEqual([]);
});

test.skipIf(process.platform !== 'linux')('list and inspector name the program that called', async () => {
  const { window } = launched;
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-client-'));
  const upstream: SteeredUpstream = await startSteeredUpstream();
  try {
    await addUpstream(launched, 'mine', [upstream.url]);
    const file = join(folder, 'app.mjs');
    writeFileSync(
      file,
      `const answer = await fetch(process.argv[2], { method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: 'hi' }] }) });
       await answer.text();`,
    );
    const words = [file, `${launched.proxyUrl}/mine/v1/chat/completions`, '--api-key', 'hunter2'];
    const child = spawn('node', words, { stdio: 'ignore' });
    const stream = await upstream.nextStream();
    stream.sendText('hello');
    await window.getByText('node app.mjs', { exact: true }).first().waitFor();
    stream.finish();
    await once(child, 'exit');
    await exchangeRows(window).filter({ hasText: 'hello' }).click();
    const inspector = window.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByRole('button', { name: 'Client' }).click();
    await inspector.getByText(String(child.pid), { exact: true }).waitFor();
    await inspector.getByText(/--api-key ••••/).waitFor();
    await launched.screenshot('client-inspector');
    expect(await window.content()).not.toContain('hunter2');
  } finally {
    await upstream.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
