import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isReachable, loadWindowPlace, saveWindowPlace } from './window-bounds.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const place = { bounds: { x: 100, y: 50, width: 1440, height: 900 }, isMaximized: false };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wirelens-bounds-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the place of the window', () => {
  test('is the same after a restart', () => {
    saveWindowPlace(folder, place);
    expect(loadWindowPlace(folder, [screen])).toEqual(place);
  });

  test('is forgotten when its screen is gone', () => {
    saveWindowPlace(folder, { ...place, bounds: { ...place.bounds, x: 2500 } });
    expect(loadWindowPlace(folder, [screen])).toBeNull();
  });

  test('is forgotten when the file is damaged, missing, or smaller than a window can be', () => {
    expect(loadWindowPlace(folder, [screen])).toBeNull();
    writeFileSync(path.join(folder, 'window.json'), '{"bounds":{"x":1');
    expect(loadWindowPlace(folder, [screen])).toBeNull();
    saveWindowPlace(folder, { ...place, bounds: { ...place.bounds, width: 10 } });
    expect(loadWindowPlace(folder, [screen])).toBeNull();
  });
});

describe('isReachable', () => {
  test('needs the title bar on the screen, not just a corner of the window', () => {
    expect(isReachable({ x: 0, y: -500, width: 900, height: 900 }, screen)).toBe(false);
    expect(isReachable({ x: 1900, y: 100, width: 900, height: 600 }, screen)).toBe(false);
    expect(isReachable({ x: -400, y: 100, width: 900, height: 600 }, screen)).toBe(true);
  });
});
