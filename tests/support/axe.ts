/** axe-core in the real window: what stands in the way of assistive technology, told in one line each. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { LaunchedApp } from './app-launcher.ts';

/** What axe holds to be serious or critical in what is on the screen now; a line per element. */
export async function seriousFindings(window: Page): Promise<readonly string[]> {
  // Evaluated by the debugger, which the page's content policy does not bind.
  await window.evaluate(axe.source);
  return window.evaluate(async () => {
    const { axe: runner } = globalThis as unknown as { readonly axe: typeof import('axe-core') };
    const { violations } = await runner.run(
      // Base UI's guards send the focus on before anyone is at them.
      { include: [document.documentElement], exclude: ['[data-base-ui-focus-guard]'] } as never,
      {
        resultTypes: ['violations'],
        rules: {
          // Chromium lets the keyboard into scrollers by itself since 130.
          'scrollable-region-focusable': { enabled: false },
          // An experimental rule; rows of the list have a name made of words, while their figures are for the eye.
          'label-content-name-mismatch': { enabled: false },
        },
      },
    );
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, html, any }) => {
          const why = any[0]?.message ?? '';
          return `${id} at ${target.join(' ')}: ${why} ${html.slice(0, 160)}`;
        }),
      );
  });
}

/** Fails with what axe finds in either theme; `state` names what is on the screen. */
export async function expectAccessible(launched: LaunchedApp, state: string): Promise<void> {
  const findings: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await launched.setTheme(theme);
    await expect.poll(() => launched.window.evaluate(() => document.documentElement.dataset.theme)).toBe(theme);
    // A transition of colours is no colour to measure.
    await launched.window.evaluate(() =>
      Promise.all(
        document
          .getAnimations()
          .filter((one) => one instanceof CSSTransition)
          .map((one) => one.finished.catch(() => null)),
      ),
    );
    findings.push(...(await seriousFindings(launched.window)).map((finding) => `${theme}: ${finding}`));
  }
  expect(findings, state).toEqual([]);
}
