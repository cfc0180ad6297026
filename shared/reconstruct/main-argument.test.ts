import { expect, test } from 'vitest';
import { processorMs } from '../../tests/support/at-best.ts';
import { mainArgument } from './main-argument.ts';

test.each([
  ['{"file_path":"/src/a.ts","content":"x"}', '/src/a.ts'],
  ['{"content":"x","file_path":"/src/a.ts"}', '/src/a.ts'],
  ['{"description":"Run tests","command":"npm test"}', 'npm test'],
  ['{"command":["git","status"]}', 'git status'],
  ['{"unit":"celsius","location":"Oslo"}', 'Oslo'],
  ['{"whatever":"first","else":"second"}', 'first'],
  ['{"count":3}', '{"count":3}'],
  ['{}', ''],
  ['', ''],
  ['not json', 'not json'],
])('of %s is %s', (input, expected) => {
  expect(mainArgument(input)).toBe(expected);
});

test('an argument that is still forming is read as far as it came', () => {
  const whole = '{"command":"grep -n \\"a\\\\b\\" caf\\u00e9.ts"}';
  const forming = Array.from({ length: whole.length }, (_, length) => mainArgument(whole.slice(0, length + 1)));
  expect(forming.slice(0, 12).every((text) => !text.includes('grep'))).toBe(true);
  expect(mainArgument('{"command":"grep -n \\"a')).toBe('grep -n "a');
  expect(mainArgument('{"command":"grep caf\\u00')).toBe('grep caf');
  expect(mainArgument('{"command":"grep \\')).toBe('grep ');
  expect(forming.at(-1)).toBe('grep -n "a\\b" café.ts');
});

test('a whole file as an argument is not read to its end', () => {
  const input = JSON.stringify({ path: '/a', content: 'x'.repeat(5_000_000) });
  const costMs = processorMs(() => {
    for (let index = 0; index < 100; index += 1) expect(mainArgument(input)).toBe('/a');
  });
  expect(costMs).toBeLessThan(1000);
});
