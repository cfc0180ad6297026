import { expect, test } from 'vitest';
import { commandWords } from './command-words.ts';

test('a packaged program called with a command is the command', () => {
  expect(commandWords(['/opt/Wirelens/wirelens', 'list', '--json'], true)).toEqual(['list', '--json']);
  expect(commandWords(['/opt/Wirelens/wirelens', '--no-sandbox', 'serve'], true)).toEqual(['serve']);
});

test('anything else opens the window: no words, a file to open, a development start', () => {
  expect(commandWords(['/opt/Wirelens/wirelens'], true)).toBeNull();
  expect(commandWords(['/opt/Wirelens/wirelens', 'conversation.wirelens'], true)).toBeNull();
  expect(commandWords(['electron', 'list'], false)).toBeNull();
});
