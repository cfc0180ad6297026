/** The agents below the list: who waits for whom, picked by hand and by keys, and a stretch of time that filters the list. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, completionOf, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;

async function begin(text: string) {
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  stream.sendText(text);
  await call.received(text);
  return async () => {
    stream.finish();
    await call.end;
  };
}

beforeAll(async () => {
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
  const [first, second] = [await begin('Alpha.'), await begin('Beta.')];
  await agents()
    .getByRole('option', { name: /2 streaming/ })
    .waitFor();
  await first();
  await second();
  await (await begin('Gamma.'))();
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

function agents() {
  return launched.window.getByRole('listbox', { name: 'Agents' });
}

function texts(): Promise<readonly string[]> {
  return exchangeRows(launched.window).locator('[data-kind]').allInnerTexts();
}

test('what has ended is no longer waited for', async () => {
  await agents()
    .getByRole('option', { name: /3 requests, done/ })
    .waitFor();
  await launched.window.getByRole('button', { name: /^Agents none at work/ }).waitFor();
});

test('left and right go through the requests of an agent, with Shift they draw the time that is shown', async () => {
  const { window } = launched;
  await agents().focus();
  await window.keyboard.press('End');
  await completionOf(window).getByText('Gamma.').waitFor();
  await window.keyboard.press('ArrowLeft');
  await completionOf(window).getByText('Beta.').waitFor();
  await window.keyboard.press('Shift+ArrowLeft');
  await expect.poll(texts).toEqual(['Alpha.', 'Beta.']);
  await window.keyboard.press('Escape');
  await expect.poll(texts).toEqual(['Alpha.', 'Beta.', 'Gamma.']);
});

test('a drag shows the list only what happened then, and its button shows all again', async () => {
  const { window } = launched;
  const box = await agents().boundingBox();
  if (box === null) throw new Error('no agents');
  const y = box.y + 22;
  await window.mouse.move(box.x + 2, y);
  await window.mouse.down();
  await window.mouse.move(box.x + box.width - 2, y, { steps: 3 });
  await window.mouse.up();
  await window.getByText('3 of 3 exchanges').waitFor();
  await window.mouse.move(box.x + box.width - 12, y);
  await window.mouse.down();
  await window.mouse.move(box.x + box.width - 2, y, { steps: 3 });
  await window.mouse.up();
  await window.getByText('0 of 3 exchanges').waitFor();
  await window.getByRole('button', { name: / to \d/ }).click();
  await expect.poll(() => exchangeRows(window).count()).toBe(3);
});

test('a request under the hand is told, its row is marked, and a click opens it', async () => {
  const { window } = launched;
  const box = await agents().boundingBox();
  const lanes = await window.evaluate(() => document.querySelectorAll('[data-hinted]').length);
  expect(lanes).toBe(0);
  if (box === null) throw new Error('no agents');
  await window.mouse.move(box.x + 22, box.y + 20);
  await window.mouse.move(box.x + 24, box.y + 20);
  await expect.poll(() => exchangeRows(window).first().getAttribute('data-hinted')).toBe('');
  await window.mouse.click(box.x + 24, box.y + 20);
  await completionOf(window).getByText('Alpha.').waitFor();
});

test('folded it is a line, and stays folded', async () => {
  const { window } = launched;
  await window.getByRole('button', { name: /^Agents/ }).click();
  await expect.poll(() => agents().count()).toBe(0);
  await window.reload();
  await window.getByRole('button', { name: /^Agents/ }).waitFor();
  expect(await agents().count()).toBe(0);
  await window.getByRole('button', { name: /^Agents/ }).click();
  await agents().waitFor();
});

test('a sub-agent has a lane of its own while its first answer still comes', async () => {
  const prompt = 'Look through the folder for what retries, and tell me where.';
  const call = { name: 'Task', arguments: JSON.stringify({ description: 'find retries', prompt }) };
  const message = { role: 'assistant', tool_calls: [{ id: 'call-1', type: 'function', function: call }] };
  upstream.refuseNext(200, { id: 'c', choices: [{ index: 0, message, finish_reason: 'tool_calls' }] });
  await (await startChat(launched.proxyUrl, 'mine', 'Where do we retry?')).end;
  const answer = await startChat(launched.proxyUrl, 'mine', prompt);
  const stream = await upstream.nextStream();
  stream.sendText('I look.');
  await answer.received('I look.');
  const lane = agents().getByRole('option', {
    name: /Look through the folder.*, 1 requests, .*writes|find retries.*, 1 requests/,
  });
  await lane.waitFor();
  expect(await lane.getAttribute('aria-label')).not.toMatch(/done$/);
  stream.finish();
  await answer.end;
  await agents()
    .getByRole('option', { name: /1 requests, done$/ })
    .waitFor();
});

test('nothing is left in the console', () => {
  expect(launched.complaints).toEqual([]);
});
