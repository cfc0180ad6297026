/** What of a program's output is text. */
import { expect, test } from 'vitest';
import { createPlainOutput } from './plain-output.ts';

function plain(...pieces: readonly string[]): string {
  const output = createPlainOutput();
  return pieces.map((piece) => output.read(Buffer.from(piece, 'latin1'))).join('') + output.end();
}

test.each([
  ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
  ['cursor moves and erased lines', 'a\u001b[2K\u001b[1Gb', 'ab'],
  ['a window title ended by BEL', '\u001b]0;title\u0007text', 'text'],
  ['a link ended by the string terminator', '\u001b]8;;https://x\u001b\\link\u001b]8;;\u001b\\', 'link'],
  ['a character set', '\u001b(Btext', 'text'],
  ['a saved cursor', '\u001b7x\u001b8', 'x'],
  ['bells and other controls', 'a\u0007b\u0000c', 'abc'],
  ['newlines of Windows', 'a\r\nb', 'a\nb'],
  ['a line that is written over', '10 %\r20 %\r', '10 %\n20 %\n'],
])('%s are taken out', (_, written, text) => {
  expect(plain(written)).toBe(text);
});

test('an escape, a newline and a character cut between two pieces count as whole', () => {
  expect(plain('a\u001b', '[3', '1mb')).toBe('ab');
  expect(plain('a\r', '\nb')).toBe('a\nb');
  expect(plain('\u00c3', '\u00a9')).toBe('é');
});

test('an escape that never ends does not hold back what follows for ever', () => {
  const output = createPlainOutput();
  output.read(Buffer.from('\u001b]0;'));
  expect(output.read(Buffer.from('x'.repeat(600)))).toContain('xxx');
});
