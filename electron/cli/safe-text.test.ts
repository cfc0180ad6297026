/** What captured text may do to a terminal: nothing. */
import { expect, test } from 'vitest';
import { createTerminalFilter, printable, safeForTerminal } from './safe-text.ts';

test('escape sequences, bells and C1 controls become visible marks; text, newline and tab stay', () => {
  expect(safeForTerminal('a\u001b[2Jb\u0007\r\u009b31mc\n\td é 🙂')).toBe('a�[2Jb��' + '�31mc\n\td é 🙂');
});

test('columns hold one line without invisible characters', () => {
  expect(printable('a\r\nb\u202ec\u001b[31m')).toBe('a b c [31m');
});

test('a character cut between two pieces is whole again', () => {
  const filter = createTerminalFilter();
  const bytes = Buffer.from('é\u009b🙂');
  const parts = [...bytes].map((byte) => Buffer.from(filter(Uint8Array.of(byte))).toString());
  expect(parts.join('')).toBe('é�🙂');
});
