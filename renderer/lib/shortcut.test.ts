import { expect, test } from 'vitest';
import { shortcutText } from './shortcut.ts';

test('a shortcut is written as the platform writes it', () => {
  expect(shortcutText('Mod Shift P', 'linux')).toBe('Ctrl Shift P');
  expect(shortcutText('Mod Shift P', 'win32')).toBe('Ctrl Shift P');
  expect(shortcutText('Mod Shift P', 'darwin')).toBe('⇧⌘P');
  expect(shortcutText('U', 'darwin')).toBe('U');
});
