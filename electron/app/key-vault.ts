/**
 * API keys of endpoints. The operating system encrypts them (Electron `safeStorage`) and only what it made is written
 * to keys.json; where the system has no keyring they are kept in memory until the app is closed, and the user is told.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { safeStorage } from 'electron';
import * as v from 'valibot';
import type { Notice } from '../../shared/ipc/contract.ts';
import { makeFolder } from '../storage/make-folder.ts';
import { keyId } from '../traffic/key-slot.ts';

export type KeyVault = {
  /** The raw key of an endpoint, or null when none is kept. */
  readonly read: (upstream: string, endpoint: string) => string | null;
  /** Keeps `key`, or forgets it when null. Throws when the file cannot be written. */
  readonly write: (upstream: string, endpoint: string, key: string | null) => void;
};

export type KeyVaultOptions = {
  readonly folder: string;
  readonly onNotice: (notice: Notice) => void;
};

/** Encrypts and decrypts; `safeStorage` in the app, something simple in tests. */
export type Cipher = {
  readonly isAvailable: () => boolean;
  readonly encrypt: (text: string) => Buffer;
  readonly decrypt: (bytes: Buffer) => string;
};

/** What the system's keyring can do. To be asked after the app is ready. */
function systemCipher(): Cipher {
  return {
    // `basic_text` is Chromium's stand-in where Linux has no keyring: a fixed password, as good as none.
    isAvailable: () =>
      safeStorage.isEncryptionAvailable() &&
      (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'),
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (bytes) => safeStorage.decryptString(bytes),
  };
}

const fileSchema = v.record(v.string(), v.string());

/** Opens the vault of a data folder. A key that cannot be decrypted any more (other user, new keyring) counts as none. */
export function openKeyVault(options: KeyVaultOptions, cipher: Cipher = systemCipher()): KeyVault {
  const file = path.join(options.folder, 'keys.json');
  const keys = new Map<string, string>();
  const encrypted = new Map<string, string>(Object.entries(loadFile(file)));

  const readEncrypted = (id: string): string | null => {
    const text = encrypted.get(id);
    if (text === undefined || !cipher.isAvailable()) return null;
    try {
      return cipher.decrypt(Buffer.from(text, 'base64'));
    } catch (error) {
      console.error(`the key of ${id} cannot be decrypted`, error);
      return null;
    }
  };

  return {
    read: (upstream, endpoint) => {
      const id = keyId(upstream, endpoint);
      const key = keys.get(id) ?? readEncrypted(id);
      if (key !== null) keys.set(id, key);
      return key;
    },
    write: (upstream, endpoint, key) => {
      const id = keyId(upstream, endpoint);
      keys.delete(id);
      const wasStored = encrypted.delete(id);
      if (key !== null) keys.set(id, key);
      if (key !== null && cipher.isAvailable()) encrypted.set(id, cipher.encrypt(key).toString('base64'));
      else if (key !== null) options.onNotice(memoryOnlyNotice);
      if (wasStored || encrypted.has(id)) saveFile(file, Object.fromEntries(encrypted));
    },
  };
}

const memoryOnlyNotice: Notice = {
  id: 'key-vault-unavailable',
  tone: 'warning',
  panel: 'upstreams',
  title: 'The key is kept until you close Wirelens',
  text: 'This system has no keyring (such as GNOME Keyring or KWallet) to keep it safely. Or use a key from the environment: env:NAME.',
};

function loadFile(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  try {
    const stored: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return v.parse(fileSchema, stored);
  } catch (error) {
    console.error('keys.json is damaged; keys must be entered again', error);
    return {};
  }
}

function saveFile(file: string, content: Record<string, string>): void {
  makeFolder(path.dirname(file));
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, file);
}
