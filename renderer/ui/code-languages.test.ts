import { expect, it } from 'vitest';
import { tokenize } from './code-languages.ts';

it('colours what it knows, and loses no character', () => {
  const code = 'const wait = 8; // seconds\nreturn "ok";\n';
  const tokens = tokenize(code, 'ts') ?? [];
  expect(tokens.map(({ start, end }) => code.slice(start, end)).join('')).toBe(code);
  expect(tokens.filter(({ kind }) => kind === 'keyword').map(({ start, end }) => code.slice(start, end))).toEqual([
    'const',
    'return',
  ]);
  expect(tokens.some(({ kind }) => kind === 'comment')).toBe(true);
});

it('leaves alone what it does not know', () => {
  expect(tokenize('x', 'no-such-language')).toBeNull();
  expect(tokenize('x', 'constructor')).toBeNull();
});
