/** Variables for each shell: plain ones stay readable, hostile ones stay one word. */
import { expect, test } from 'vitest';
import { type Shell, shellExports } from './shell-exports.ts';

test.each<[Shell, string]>([
  ['posix', 'export HTTPS_PROXY=http://127.0.0.1:7878'],
  ['fish', 'set -gx HTTPS_PROXY http://127.0.0.1:7878'],
  ['powershell', "$env:HTTPS_PROXY = 'http://127.0.0.1:7878'"],
  ['cmd', 'set "HTTPS_PROXY=http://127.0.0.1:7878"'],
])('%s sets an address', (shell, line) => {
  expect(shellExports([{ name: 'HTTPS_PROXY', value: 'http://127.0.0.1:7878' }], shell)).toBe(line);
});

test.each<[Shell, string]>([
  ['posix', String.raw`export A='it'\''s $(x) \ y'`],
  ['fish', String.raw`set -gx A 'it\'s $(x) \\ y'`],
  ['powershell', String.raw`$env:A = 'it''s $(x) \ y'`],
])('%s reads quotes, substitutions and backslashes as text', (shell, line) => {
  expect(shellExports([{ name: 'A', value: String.raw`it's $(x) \ y` }], shell)).toBe(line);
});
