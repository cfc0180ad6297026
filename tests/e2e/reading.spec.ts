/** Reading one exchange by hand: events light the text that they wrote, text finds its events, and keys move between. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, completionOf, eventRows, exchangeRows, litText } from '../support/window-parts.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;
const pieces = ['Wait', ' a', ' random', ' time', ' below', ' the', ' **cap**', '.'];

beforeAll(async () => {
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  for (const piece of pieces) stream.sendText(piece);
  stream.finish();
  await call.end;
  await exchangeRows(launched.window).first().click();
  await completionOf(launched.window).getByText('random time below').waitFor();
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

/** Middle of a word of the completion, in pixels of the page. */
function placeOfWord(word: string): Promise<{ x: number; y: number; left: number; right: number }> {
  return launched.window.evaluate((wanted) => {
    const root = document.querySelector('[data-pane="completion"]');
    if (root === null) throw new Error('no completion');
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.textContent?.indexOf(wanted) ?? -1;
      if (at === -1) continue;
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + wanted.length);
      const box = range.getBoundingClientRect();
      return { x: box.left + box.width / 2, y: box.top + box.height / 2, left: box.left, right: box.right };
    }
    throw new Error(`no "${wanted}" in the completion`);
  }, word);
}

async function pickedEvents(): Promise<readonly string[]> {
  return launched.window
    .getByRole('listbox', { name: 'Events' })
    .locator('[aria-selected="true"]')
    .evaluateAll((rows) => rows.map((row) => row.id));
}

describe('an event', () => {
  test('that is clicked lights exactly the text that it wrote', async () => {
    await eventRows(launched.window).filter({ hasText: 'random' }).click();
    await expect.poll(() => litText(launched.window)).toBe(' random');
    await launched.window.getByText('event 2').waitFor();
  });

  test('under the pointer lights its text until the pointer leaves', async () => {
    await eventRows(launched.window).filter({ hasText: 'below' }).hover();
    await expect.poll(() => litText(launched.window, 'soft')).toBe(' below');
    await launched.window.mouse.move(5, 5);
    await expect.poll(() => litText(launched.window, 'soft')).toBe('');
  });

  test('shows its bytes on a second click and takes them away on the third', async () => {
    const row = eventRows(launched.window).filter({ hasText: 'time' });
    await row.click();
    await row.click();
    await launched.window.getByText(/chunks? \d/).waitFor();
    await launched.window.getByText('"content": " time"').waitFor();
    await row.click();
    await expect.poll(() => launched.window.getByText('"content": " time"').count()).toBe(0);
  });

  test('moves with the arrow keys, and Escape lets it go', async () => {
    const { window } = launched;
    await eventRows(window).filter({ hasText: 'random' }).click();
    await window.keyboard.press('ArrowDown');
    await expect.poll(() => litText(window)).toBe(' time');
    await window.keyboard.press('ArrowLeft');
    await expect.poll(() => litText(window)).toBe(' random');
    await window.keyboard.press('Escape');
    await expect.poll(() => litText(window)).toBe('');
  });
});

describe('text of the completion', () => {
  test('that is clicked picks the event that wrote it', async () => {
    const { x, y } = await placeOfWord('below');
    await launched.window.mouse.click(x, y);
    await expect.poll(pickedEvents).toEqual(['event-4']);
  });

  test('that is selected picks all its events, markdown or not', async () => {
    const from = await placeOfWord('random');
    const to = await placeOfWord('cap');
    const { mouse } = launched.window;
    await mouse.move(from.left + 1, from.y);
    await mouse.down();
    await mouse.move(to.x, to.y, { steps: 4 });
    await mouse.move(to.right - 1, to.y);
    await mouse.up();
    await expect.poll(pickedEvents).toEqual(['event-2', 'event-3', 'event-4', 'event-5', 'event-6']);
    await launched.window.keyboard.press('Escape');
  });
});

describe('the log', () => {
  test('filters by what an event says, and counts what it shows', async () => {
    const { window } = launched;
    await window.getByRole('button', { name: 'Filter events' }).click();
    await window.getByRole('textbox', { name: 'Filter events' }).fill('random');
    await expect.poll(() => eventRows(window).count()).toBe(1);
    await window.getByText(/^1 of \d+$/).waitFor();
    await window.keyboard.press('Escape');
    await expect.poll(() => eventRows(window).count()).toBeGreaterThan(pieces.length);
  });
});

describe('the views', () => {
  test('are reached by their keys: request, wire and back', async () => {
    const { window } = launched;
    await window.keyboard.press('2');
    await window.getByRole('region', { name: 'Request' }).getByText('Say hello.').waitFor();
    await window.keyboard.press('4');
    await window
      .getByRole('region', { name: 'Wire' })
      .getByText(/in \d+ chunks?/)
      .waitFor();
    await window.keyboard.press('1');
    await completionOf(window).waitFor();
  });

  test('hide the key: the inspector shows its last four and a hash', async () => {
    const { window } = launched;
    const inspector = window.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByRole('button', { name: /^Request headers/ }).click();
    await inspector.getByText(/Bearer ••••cdef/).waitFor();
    expect(await inspector.textContent()).not.toContain('0123456789');
  });

  test('give the focus on with F6, pane by pane and round again', async () => {
    const { window } = launched;
    await window.getByRole('tree', { name: 'Exchanges' }).focus();
    const names: (string | null)[] = [];
    for (let press = 0; press < 6; press += 1) {
      await window.keyboard.press('F6');
      names.push(
        await window.evaluate(
          () =>
            document.activeElement?.getAttribute('aria-label') ??
            (document.activeElement as HTMLElement).dataset.pane ??
            null,
        ),
      );
    }
    expect(names).toEqual(['Agents', 'Moment that is shown', 'Events', 'completion', 'Inspector', 'Exchanges']);
  });

  test('say nothing to the console', () => {
    expect(launched.complaints).toEqual([]);
  });
});
