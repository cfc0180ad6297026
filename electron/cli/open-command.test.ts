import { expect, test } from 'vitest';
import { openCommand, openerOf } from './open-command.ts';

const id = '0mfq2xkz9ab3c4d5e6f7';
const link = `wirelens://exchange/${id}#4`;

function terminal() {
  const lines: string[] = [];
  return {
    lines,
    print: (line: string) => void lines.push(line),
    write: async () => {},
    complain: () => {},
    environment: {},
  };
}

test('a link is opened by the app itself where the command is the app, else by what the system has for it', () => {
  expect(openerOf(link, 'linux', '/opt/Wirelens/wirelens')).toEqual(['/opt/Wirelens/wirelens', link]);
  expect(openerOf(link, 'linux', null)).toEqual(['xdg-open', link]);
  expect(openerOf(link, 'darwin', null)).toEqual(['open', link]);
  expect(openerOf(link, 'win32', null)[0]).toBe('rundll32');
});

test('a good link is printed as it is; one of another form is wrong', async () => {
  const shown = terminal();
  await openCommand(link, { data: '/nowhere', print: true }, shown);
  expect(shown.lines).toEqual([link]);
  await expect(openCommand('wirelens://run/x', { data: '/nowhere', print: true }, shown)).rejects.toThrow(
    'wirelens://',
  );
});

test('without a data folder it says so', async () => {
  await expect(openCommand(id, { data: '/nowhere' }, terminal())).rejects.toThrow('no data folder');
});
