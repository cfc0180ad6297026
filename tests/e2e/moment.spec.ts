/** The playhead by hand: dragging, keys and playing back show log and completion as they were at that moment. */
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, completionOf, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;
const pieces = ['One', ' two', ' three', ' four', ' five', ' six'];

function strip(): Locator {
  return launched.window.getByRole('slider', { name: 'Moment that is shown' });
}

async function textOf(): Promise<string> {
  return (await completionOf(launched.window).locator('[data-pane="completion"]').textContent()) ?? '';
}

/** Drags in the strip between two shares of its width. */
async function drag(from: number, to: number): Promise<void> {
  const box = await strip().boundingBox();
  if (box === null) throw new Error('no strip');
  const { mouse } = launched.window;
  await mouse.move(box.x + box.width * from, box.y + 80);
  await mouse.down();
  await mouse.move(box.x + box.width * ((from + to) / 2), box.y + 80);
  await mouse.move(box.x + box.width * to, box.y + 80);
  await mouse.up();
}

beforeAll(async () => {
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  for (const piece of pieces) {
    stream.sendText(piece);
    await call.received(piece);
    // Apart from each other by more than a pixel of the strip.
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  stream.finish();
  await call.end;
  await exchangeRows(launched.window).first().click();
  await completionOf(launched.window).getByText('One two three four five six').waitFor();
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

beforeEach(async () => {
  await exchangeRows(launched.window).first().click();
  await strip().focus();
  await launched.window.keyboard.press('End');
  await completionOf(launched.window).getByText('One two three four five six').waitFor();
});

describe('dragging the playhead', () => {
  test('shows log and completion as they were, and End brings now back', async () => {
    const { window } = launched;
    await drag(0.9, 0.5);
    await window.getByText(/as it was at \d/).waitFor();
    const text = (await textOf()).trim();
    expect('One two three four five six'.startsWith(text)).toBe(true);
    expect(text).not.toContain('six');
    await window.locator('[data-playhead]').waitFor();
    await expect.poll(() => window.locator('[data-later]').count()).toBeGreaterThan(0);
    await window.keyboard.press('End');
    await completionOf(window).getByText('One two three four five six').waitFor();
    await expect.poll(() => window.locator('[data-playhead]').count()).toBe(0);
  });

  test('to the very left is before the first word', async () => {
    await drag(0.9, 0);
    await completionOf(launched.window).getByText('Nothing said yet.').waitFor();
  });

  test('with Shift picks the events of a stretch and says their rate', async () => {
    const { window } = launched;
    await window.keyboard.down('Shift');
    await drag(0.001, 0.98);
    await window.keyboard.up('Shift');
    await window.getByText(/~\d+ tok in/).waitFor();
    const picked = window.getByRole('listbox', { name: 'Events' }).locator('[aria-selected="true"]');
    await expect.poll(() => picked.count()).toBeGreaterThan(pieces.length - 1);
    await window.keyboard.press('Escape');
  });
});

describe('the keys of the strip', () => {
  test('arrows go from event to event', async () => {
    const { window } = launched;
    await window.keyboard.press('Home');
    await completionOf(window).getByText('Nothing said yet.').waitFor();
    for (const said of ['One', 'One two', 'One two three']) {
      await window.keyboard.press('ArrowRight');
      await expect.poll(async () => (await textOf()).trim()).toBe(said);
    }
    await window.keyboard.press('ArrowLeft');
    await expect.poll(async () => (await textOf()).trim()).toBe('One two');
    expect(await strip().getAttribute('aria-valuetext')).toMatch(/ s$|now/);
  });

  test('Space plays from the start to the end, faster with a full stop', async () => {
    const { window } = launched;
    await window.keyboard.press('Space');
    await window.getByText(/as it was at/).waitFor();
    await window.keyboard.press('.');
    await window.getByRole('button', { name: '4x' }).waitFor();
    await completionOf(window).getByText('One two three four five six').waitFor();
    await expect.poll(() => window.getByText(/as it was at/).count()).toBe(0);
    await window.keyboard.press(',');
    await window.getByRole('button', { name: '1x' }).waitFor();
  });

  test('Space pauses where it is', async () => {
    const { window } = launched;
    await window.keyboard.press('Space');
    await window.getByRole('button', { name: 'Pause' }).waitFor();
    await window.keyboard.press('Space');
    await window.getByRole('button', { name: 'Play it back' }).waitFor();
    expect(await window.getByText(/as it was at/).count()).toBe(1);
  });
});

test('a stream that runs can be looked at earlier while it grows, and live brings it back', async () => {
  const { window } = launched;
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  stream.sendText('Early');
  await exchangeRows(window).nth(1).click();
  await completionOf(window).getByText('Early').waitFor();
  await strip().focus();
  await window.keyboard.press('ArrowLeft');
  await completionOf(window).getByText('Nothing said yet.').waitFor();
  stream.sendText(' and late');
  await call.received('and late');
  await window
    .getByText(/1 of 2|0 of 2/)
    .first()
    .waitFor();
  await completionOf(window).getByText('Nothing said yet.').waitFor();
  await window.getByRole('button', { name: 'Back to now' }).click();
  await completionOf(window).getByText('Early and late').waitFor();
  stream.finish();
  await call.end;
});

test('nothing is left in the console', () => {
  expect(launched.complaints).toEqual([]);
});
