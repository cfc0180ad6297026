import { expect, test, vi } from 'vitest';
import type { Notice } from '../../shared/ipc/contract.ts';
import type { ExchangePlace } from '../../shared/model/app-window.ts';
import { createLinkOpener } from './link-opener.ts';

vi.mock('electron', () => ({ app: {} }));

const id = '0mfq2xkz9ab3c4d5e6f7';

function opener() {
  const shown: ExchangePlace[] = [];
  const notices: Notice[] = [];
  const open = createLinkOpener({
    hasExchange: async (asked) => asked === id,
    show: (place) => shown.push(place),
    post: (notice) => notices.push(notice),
  });
  return { open, shown, notices };
}

test('a link among the words of a start shows its exchange and its event', async () => {
  const { open, shown, notices } = opener();
  await open(['/opt/wirelens', '--no-sandbox', `wirelens://exchange/${id}#3`]);
  expect(shown).toEqual([{ id, event: 3 }]);
  expect(notices).toEqual([]);
});

test('words without a link are nobody’s', async () => {
  const { open, shown, notices } = opener();
  await open(['/opt/wirelens', 'capture.wirelens', 'https://wirelens.dev']);
  expect([shown, notices]).toEqual([[], []]);
});

test('a link to nothing, of another form, or huge does nothing but say so, in few words', async () => {
  const { open, shown, notices } = opener();
  await open([`wirelens://exchange/${'z'.repeat(20)}`]);
  await open(['wirelens://run?command=rm%20-rf']);
  await open([`wirelens://exchange/${'a'.repeat(5_000_000)}\n\u0000`]);
  expect(shown).toEqual([]);
  expect(notices.map(({ id: notice }) => notice)).toEqual(['link', 'link', 'link']);
  expect(notices.every(({ text }) => text.length < 300 && !/[\n\0]/.test(text))).toBe(true);
});
