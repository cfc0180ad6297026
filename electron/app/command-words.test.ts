import { expect, test } from 'vitest';
import { createProgram } from '../cli/program.ts';
import { processTerminal } from '../cli/terminal.ts';
import { commandWords } from './command-words.ts';

test('a packaged program called with a command is the command', () => {
  expect(commandWords(['/opt/Wirelens/wirelens', 'list', '--json'], true)).toEqual(['list', '--json']);
  expect(commandWords(['/opt/Wirelens/wirelens', '--no-sandbox', 'serve'], true)).toEqual(['serve']);
});

test('every command of the program is one of the packaged app', () => {
  const names = createProgram(processTerminal(), () => {}).commands.map((command) => command.name());
  for (const name of names) expect(commandWords(['wirelens', name], true)).toEqual([name]);
});

test('anything else opens the window: no words, a file to open, a development start', () => {
  expect(commandWords(['/opt/Wirelens/wirelens'], true)).toBeNull();
  expect(commandWords(['/opt/Wirelens/wirelens', 'conversation.wirelens'], true)).toBeNull();
  expect(commandWords(['/opt/Wirelens/wirelens', 'wirelens://exchange/0mfq2xkz9ab3c4d5e6f7'], true)).toBeNull();
  expect(commandWords(['electron', 'list'], false)).toBeNull();
});
