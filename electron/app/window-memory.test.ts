import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isReachable, openWindowMemory } from './window-memory.ts';
import { nextZoom } from './zoom-steps.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const place = { bounds: { x: 100, y: 50, width: 1440, height: 900 }, isMaximized: false };
const id = '0mfq2xkz9ab3c4d5e6f7';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wirelens-windows-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the place of a window', () => {
  test('is the same after a restart, for each window its own', () => {
    const small = { ...place, bounds: { ...place.bounds, width: 900 } };
    openWindowMemory(folder).keepPlace('main', place);
    openWindowMemory(folder).keepPlace('exchange-1', small);
    const memory = openWindowMemory(folder);
    expect(memory.placeOf('main', [screen])).toEqual(place);
    expect(memory.placeOf('exchange-1', [screen])).toEqual(small);
    expect(memory.placeOf('main-2', [screen])).toBeNull();
  });

  test('is forgotten when its screen is gone', () => {
    const memory = openWindowMemory(folder);
    memory.keepPlace('main', { ...place, bounds: { ...place.bounds, x: 2500 } });
    expect(memory.placeOf('main', [screen])).toBeNull();
  });

  test('is forgotten when the file is damaged, or smaller than a window can be; the rest stays', () => {
    writeFileSync(path.join(folder, 'windows.json'), '{"places":{"main":{"bounds":{"x":1');
    expect(openWindowMemory(folder).placeOf('main', [screen])).toBeNull();
    const damaged = { places: { main: { bounds: { ...place.bounds, width: 10 } } }, zooms: { main: 1.1 }, open: 'x' };
    writeFileSync(path.join(folder, 'windows.json'), JSON.stringify(damaged));
    const memory = openWindowMemory(folder);
    expect([memory.placeOf('main', [screen]), memory.zoomOf('main'), memory.open()]).toEqual([null, 1.1, []]);
  });

  test('of the one window that there was before is that of the first', () => {
    writeFileSync(path.join(folder, 'window.json'), JSON.stringify(place));
    expect(openWindowMemory(folder).placeOf('main', [screen])).toEqual(place);
  });
});

test('open windows and what was told are the same after a restart', () => {
  const memory = openWindowMemory(folder);
  const open = [
    { slot: 'main', shows: null },
    { slot: 'exchange-1', shows: id },
  ];
  memory.keepOpen(open);
  memory.keepToldOfBackground();
  memory.keepRecordedInto('monday');
  expect(openWindowMemory(folder).open()).toEqual(open);
  expect(openWindowMemory(folder).hasToldOfBackground()).toBe(true);
  expect(openWindowMemory(folder).recordedInto()).toBe('monday');
});

test('zoom goes by the steps of browsers, ends at both ends, and back to as drawn', () => {
  expect([nextZoom(1, 1), nextZoom(1.1, -1), nextZoom(2, 1), nextZoom(0.5, -1), nextZoom(1.75, 0)]).toEqual([
    1.1, 1, 2, 0.5, 1,
  ]);
});

describe('isReachable', () => {
  test('needs the title bar on the screen, not just a corner of the window', () => {
    expect(isReachable({ x: 0, y: -500, width: 900, height: 900 }, screen)).toBe(false);
    expect(isReachable({ x: 1900, y: 100, width: 900, height: 600 }, screen)).toBe(false);
    expect(isReachable({ x: -400, y: 100, width: 900, height: 600 }, screen)).toBe(true);
  });
});
