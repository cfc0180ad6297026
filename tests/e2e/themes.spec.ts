/** Both themes with real content: every token is the one that tokens.css says, words can be read, the switch is at once. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LaunchedApp, launchApp, repositoryRoot } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, completionOf, eventRows, exchangeRows } from '../support/window-parts.ts';

let launched: LaunchedApp;
let upstream: SteeredUpstream;
let tokens: string;

beforeAll(async () => {
  tokens = await readFile(path.join(repositoryRoot, 'renderer', 'styles', 'tokens.css'), 'utf8');
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  stream.sendText('Colours of a cut stream');
  await call.received('cut stream');
  stream.die();
  await call.end;
  await exchangeRows(launched.window).first().click();
  await completionOf(launched.window).getByText('The upstream stopped').waitFor();
  await eventRows(launched.window).first().click();
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
});

/** The two colours of a token, as Chromium writes them. */
function colorsOf(token: string): Promise<{ light: string; dark: string }> {
  const [, light, dark] =
    new RegExp(`--${token}: light-dark\\((oklch\\([^)]*\\)), (oklch\\([^)]*\\))\\)`).exec(tokens) ?? [];
  if (!light || !dark) throw new Error(`no token --${token}`);
  return launched.window.evaluate(
    (pair) => {
      const probe = document.body.appendChild(document.createElement('i'));
      const resolve = (color: string): string => {
        probe.style.color = color;
        return getComputedStyle(probe).color;
      };
      const colors = { light: resolve(pair.light), dark: resolve(pair.dark) };
      probe.remove();
      return colors;
    },
    { light, dark },
  );
}

function computed(selector: string, property: 'color' | 'backgroundColor'): Promise<string> {
  return launched.window.evaluate(
    ([wanted, name]) => getComputedStyle(document.querySelector(wanted) ?? document.body)[name],
    [selector, property] as const,
  );
}

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  test.each([
    ['body', 'backgroundColor', 'bg'],
    ['[data-sheet]', 'backgroundColor', 'sheet'],
    ['section[aria-label="Completion"]', 'backgroundColor', 'paper'],
    ['section[aria-label="Time of the open exchange"]', 'backgroundColor', 'well'],
    ['section[aria-label^="The upstream stopped"] b', 'color', 'danger'],
    ['section[aria-label="What your program was told"] b', 'color', 'warning'],
    ['[role="treeitem"][aria-selected="true"]', 'color', 'text'],
  ] as const)('%s has its %s from --%s', async (selector, property, token) => {
    await launched.setTheme(theme);
    const expected = (await colorsOf(token))[theme];
    await expect.poll(() => computed(selector, property)).toBe(expected);
  });

  test('paints strip and log ruler in its own colours too', async () => {
    await launched.setTheme(theme);
    const isDark = theme === 'dark';
    // Text roles are light on dark and dark on light: the canvas must have been painted again.
    await expect
      .poll(() =>
        launched.window.evaluate(() => {
          const canvas = document.querySelector<HTMLCanvasElement>('section[aria-label="Event log"] canvas');
          // Read from a copy: the app's own canvas stays as it is.
          const copy = new OffscreenCanvas(8, 8).getContext('2d', { willReadFrequently: true });
          if (canvas === null || copy === null) return null;
          copy.drawImage(canvas, 0, 0);
          const { data } = copy.getImageData(4, 2, 1, 1);
          return (data[0] ?? 0) + (data[1] ?? 0) + (data[2] ?? 0) > 330;
        }),
      )
      .toBe(isDark);
  });
});

describe('the theme', () => {
  test('is chosen in the menu and holds at once', async () => {
    const { window } = launched;
    for (const [title, scheme] of [
      ['Light', 'light'],
      ['Dark', 'dark'],
    ] as const) {
      await window.getByRole('button', { name: 'More' }).click();
      await window.getByRole('menuitemradio', { name: title, exact: true }).click();
      await window.keyboard.press('Escape');
      const expected = (await colorsOf('bg'))[scheme];
      await expect.poll(() => computed('body', 'backgroundColor')).toBe(expected);
    }
    expect(launched.complaints).toEqual([]);
  });
});
