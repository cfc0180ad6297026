/** The first run's tour: begins with the sample, points at what is there, is left by Escape, and comes only when asked for. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { seriousFindings } from '../support/axe.ts';

let launched: LaunchedApp;

beforeAll(async () => {
  launched = await launchApp({ withTour: true });
});
afterAll(() => launched?.close());

const card = (name: RegExp) => launched.window.getByRole('dialog', { name });

test('it begins with the sample and goes through the parts of the window by Enter', async () => {
  const { window } = launched;
  expect(await card(/^Tour/).count()).toBe(0);
  await window.getByRole('button', { name: 'Send a sample request' }).click();
  const titles = ['Each request', 'Who waits', 'Time is', 'The wire', 'Find anything', 'Now your own'];
  for (const [index, title] of titles.entries()) {
    await card(new RegExp(`^Tour: ${title}`)).waitFor();
    await card(/^Tour/)
      .getByText(`${index + 1} of 6`)
      .waitFor();
    await launched.screenshot(`tour-${index + 1}`);
    const focused = () => window.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused).toBe(index === 5 ? 'Done' : 'Next');
    if (index < 5) await window.keyboard.press('Enter');
  }
  await card(/^Tour/).getByRole('button', { name: 'Back' }).click();
  await card(/^Tour: Find anything/).waitFor();
});

test('Escape leaves it, and it does not come back by itself', async () => {
  const { window } = launched;
  await window.keyboard.press('Escape');
  await expect.poll(() => card(/^Tour/).count()).toBe(0);
  await window.reload();
  await window.getByRole('tree', { name: 'Exchanges' }).waitFor();
  expect(await card(/^Tour/).count()).toBe(0);
});

test('asked for in the sheet of keys it comes again, and names its parts to everybody', async () => {
  const { window } = launched;
  await window.keyboard.press('?');
  await window.getByRole('button', { name: 'Tour of the window' }).click();
  await card(/^Tour: Each request/).waitFor();
  expect(await seriousFindings(window)).toEqual([]);
  await card(/^Tour/).getByRole('button', { name: /^Skip/ }).click();
  await expect.poll(() => card(/^Tour/).count()).toBe(0);
});

test('its ring stays within the pane of a long list; the arrow keys go on and back', async () => {
  const { window } = launched;
  await window.keyboard.press('?');
  await window.getByRole('button', { name: 'Tour of the window' }).click();
  await card(/^Tour: Each request/)
    .getByText('calls a tool')
    .waitFor();
  for (const title of ['Who waits', 'Time is', 'The wire']) {
    await expect.poll(() => window.evaluate(() => document.activeElement?.textContent)).toBe('Next');
    await window.keyboard.press('ArrowRight');
    await card(new RegExp(`^Tour: ${title}`)).waitFor();
  }
  const boxes = await window.evaluate(() => {
    const ring = document.querySelector('[role="dialog"]')?.previousElementSibling?.getBoundingClientRect();
    const sheet = document.querySelector('[data-sheet]')?.getBoundingClientRect();
    return { ring: ring?.toJSON() as DOMRect, sheet: sheet?.toJSON() as DOMRect };
  });
  expect(boxes.ring.top).toBeGreaterThan(boxes.sheet.top + 100);
  expect(boxes.ring.bottom).toBeLessThanOrEqual(boxes.sheet.bottom);
  await window.keyboard.press('ArrowLeft');
  await card(/^Tour: Time is/).waitFor();
  await window.keyboard.press('Escape');
});

test('in a narrow window, where the list is a drawer, its steps are left out', async () => {
  const { window } = launched;
  await launched.setSize(820, 600);
  await window.keyboard.press('?');
  await window.getByRole('button', { name: 'Tour of the window' }).click();
  await card(/^Tour: Time is/).waitFor();
  await window.keyboard.press('Escape');
  await launched.setSize(1440, 900);
});

test('a term that needs words has them beside it, by keys too', async () => {
  const { window } = launched;
  await window.getByRole('button', { name: 'What is Agents?' }).focus();
  await window.keyboard.press('Enter');
  await window.getByText(/One lane per program and sub-agent/).waitFor();
  await window.keyboard.press('Escape');
  await expect.poll(() => window.getByText(/One lane per program and sub-agent/).count()).toBe(0);
});

test('nothing is left in the console', () => {
  expect(launched.complaints).toEqual([]);
});
