import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Notice } from '../../shared/ipc/contract.ts';
import type { Cipher } from './key-vault.ts';

vi.mock('electron', () => ({ safeStorage: {} }));
const { openKeyVault } = await import('./key-vault.ts');

/** Reversible and unlike its input, which is all these tests need. */
const keyring: Cipher = {
  isAvailable: () => true,
  encrypt: (text) => Buffer.from(text, 'utf8').map((byte) => byte ^ 0x5a) as Buffer,
  decrypt: (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0x5a)).toString('utf8'),
};
const noKeyring: Cipher = { ...keyring, isAvailable: () => false };

let folder: string;
let notices: Notice[];
const open = (cipher: Cipher) => openKeyVault({ folder, onNotice: (notice) => notices.push(notice) }, cipher);
const file = () => path.join(folder, 'keys.json');

beforeEach(() => {
  notices = [];
  folder = mkdtempSync(path.join(tmpdir(), 'wirelens-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the key vault', () => {
  test('gives a key back after a restart, and never writes it in clear', () => {
    open(keyring).write('openai', 'official', 'sk-very-secret');
    expect(open(keyring).read('openai', 'official')).toBe('sk-very-secret');
    expect(readFileSync(file(), 'utf8')).not.toContain('sk-very-secret');
    expect(statSync(file()).mode & 0o077).toBe(0);
  });

  test('without a keyring holds a key in memory, says so, and writes nothing', () => {
    const vault = open(noKeyring);
    vault.write('openai', 'official', 'sk-very-secret');
    expect(vault.read('openai', 'official')).toBe('sk-very-secret');
    expect(existsSync(file())).toBe(false);
    expect(notices.map(({ id }) => id)).toEqual(['key-vault-unavailable']);
    expect(open(noKeyring).read('openai', 'official')).toBeNull();
  });

  test('forgets a key on disk too', () => {
    open(keyring).write('openai', 'official', 'sk-very-secret');
    open(keyring).write('openai', 'official', null);
    expect(open(keyring).read('openai', 'official')).toBeNull();
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({});
  });

  test('keeps the keys of two endpoints apart', () => {
    const vault = open(keyring);
    vault.write('openai', 'official', 'one');
    vault.write('openai', 'azure', 'two');
    expect([vault.read('openai', 'official'), vault.read('openai', 'azure')]).toEqual(['one', 'two']);
  });

  test('counts a key that can no longer be decrypted, and a damaged file, as no key', () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    open(keyring).write('openai', 'official', 'one');
    const changed = {
      ...keyring,
      decrypt: () => {
        throw new Error('wrong keyring');
      },
    };
    expect(open(changed).read('openai', 'official')).toBeNull();
    writeFileSync(file(), '{"openai/official": 5}');
    expect(open(keyring).read('openai', 'official')).toBeNull();
    vi.restoreAllMocks();
  });
});
