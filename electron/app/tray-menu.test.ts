import { expect, test } from 'vitest';
import { type TrayDeeds, trayMenu, trayWords } from './tray-menu.ts';

const state = { isCapturing: true, running: 3, url: 'http://127.0.0.1:7878' };

test('the state is one line: what runs, where it listens', () => {
  expect(trayWords(state)).toBe('Wirelens: 3 running, on 127.0.0.1:7878');
  expect(trayWords({ ...state, isCapturing: false, url: null })).toBe('Wirelens: capture is paused, not listening');
});

test('the switch turns capture the other way; the dock leaves quitting to the system', () => {
  const done: string[] = [];
  const deeds: TrayDeeds = {
    setCapturing: (isCapturing) => done.push(`capture ${isCapturing}`),
    openWindow: () => done.push('open'),
    newWindow: () => done.push('new'),
    quit: () => done.push('quit'),
  };
  const menu = trayMenu(state, deeds, 'tray');
  for (const { click } of menu) (click as (() => void) | undefined)?.();
  expect(done).toEqual(['capture false', 'open', 'new', 'quit']);
  expect(trayMenu(state, deeds, 'dock').map(({ label }) => label)).not.toContain('Quit Wirelens');
});
