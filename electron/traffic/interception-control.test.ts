/** What the app does with its authority: it follows the list, is renewed and removed while connections go on. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AuthorityFacts, InterceptionSettings } from '../../shared/model/interception.ts';
import { createInterceptionControl } from './interception-control.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirelens-control-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function control(settings: InterceptionSettings) {
  const notices: string[] = [];
  const told: (AuthorityFacts | null)[] = [];
  let current = settings;
  const made = createInterceptionControl({
    dataFolder: folder,
    settings: () => current,
    onNotice: (title) => notices.push(title),
    onAuthority: (facts) => told.push(facts),
  });
  const change = async (next: InterceptionSettings) => {
    current = next;
    await made.follow();
  };
  return { ...made, change, notices, told };
}

const off = { isEnabled: false, rules: [] } as const;

test('while the switch is off nothing is decrypted and no authority is made', async () => {
  const { follow, current, authority } = control(off);
  await follow();
  expect([current(), authority(), existsSync(join(folder, 'ca'))]).toEqual([null, null, false]);
});

test('a list that grows is told, and the certificate is another one by the same key', async () => {
  const { change, current, authority, notices, told } = control(off);
  await change({ isEnabled: true, rules: [] });
  const first = authority();
  expect(first?.names).toContain('api.openai.com');
  await change({ isEnabled: true, rules: [{ host: '*.example.com', action: 'intercept' }] });
  expect(current()?.rules[0]?.host).toBe('*.example.com');
  expect(notices).toEqual(['The certificate authority was issued anew']);
  expect(authority()?.names).toContain('example.com');
  expect(told.map((facts) => facts?.fingerprint)).toEqual([first?.fingerprint, authority()?.fingerprint]);
});

test('a started program is intercepted though the switch is off, and the own port is not', async () => {
  const { openForPrograms, forPrograms, current } = control(off);
  const { rules } = await openForPrograms();
  expect(rules.some(({ host }) => host === 'api.openai.com')).toBe(true);
  expect([forPrograms() !== null, current()]).toEqual([true, null]);
});

test('renewed, the next certificates are of the new key; removed, there is nothing left', async () => {
  const { change, renew, remove, current, forPrograms, openForPrograms, authority, told } = control(off);
  await change({ isEnabled: true, rules: [] });
  await openForPrograms();
  const before = { facts: authority(), leaf: await current()?.leafFor('api.openai.com') };
  const after = await renew();
  expect(after?.fingerprint).not.toBe(before.facts?.fingerprint);
  expect((await current()?.leafFor('api.openai.com'))?.cert).not.toBe(before.leaf?.cert);
  await remove();
  expect([current(), forPrograms(), authority(), existsSync(join(folder, 'ca'))]).toEqual([null, null, null, false]);
  expect(told.at(-1)).toBeNull();
});
