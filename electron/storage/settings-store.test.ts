/** The settings store against a real folder: damaged, invalid and newer files, refused changes, atomic writes. */
import { writeFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Notice } from '../../shared/ipc/contract.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { createUpstream, presetUpstreams } from '../../shared/upstreams/presets.ts';
import { defaultDataFolder } from './data-folder.ts';
import { loadSalt } from './salt.ts';
import { createSettingsStore } from './settings-store.ts';

let folder: string;
let notices: Notice[];
let changes: Settings[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirelens-settings-'));
  notices = [];
  changes = [];
});
afterEach(async () => {
  // Changes are written behind: not into a folder that is being removed.
  for (const store of opened.splice(0)) await store.flush();
  await rm(folder, { recursive: true, force: true });
});

const opened: ReturnType<typeof createSettingsStore>[] = [];

function openStore() {
  const store = createSettingsStore({
    folder,
    onChange: (settings) => changes.push(settings),
    onNotice: (notice) => notices.push(notice),
  });
  opened.push(store);
  return store;
}

async function readStored(): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8'));
}

describe('interception', () => {
  test('is off until somebody switches it on, and is written with its rules', async () => {
    const store = openStore();
    expect(store.current().interception).toEqual({ isEnabled: false, rules: [] });
    const wanted = { isEnabled: true, rules: [{ host: '*.example.com', action: 'tunnel' }] } as const;
    expect(store.update({ interception: wanted }).ok).toBe(true);
    await store.flush();
    expect(await readStored()).toMatchObject({ interception: wanted });
    expect(openStore().current().interception).toEqual(wanted);
  });

  test('a rule that cannot be is refused with a sentence', () => {
    const rules = [{ host: 'api.openai.com', action: 'redirect', url: 'nowhere' }] as const;
    const result = openStore().update({ interception: { isEnabled: true, rules } });
    expect(result).toMatchObject({ ok: false, error: { message: expect.stringContaining('is no address') } });
  });
});

describe('loading', () => {
  test('a first start has the presets, port 7878 and loopback, and writes nothing', async () => {
    const settings = openStore().current();
    expect(settings).toMatchObject({ port: 7878, host: '127.0.0.1', token: null, theme: 'system' });
    expect(settings.upstreams).toEqual(presetUpstreams);
    expect(await readdir(folder)).toEqual([]);
    expect(notices).toEqual([]);
  });

  test.each([
    ['text that is no JSON', '{"version": 1, "port": 78', 'not JSON'],
    ['an empty file', '', 'not JSON'],
    ['a list instead of settings', '[]', 'no settings'],
  ])('%s is set aside unchanged, defaults are loaded and the user is told why', async (_, text, reason) => {
    await writeFile(join(folder, 'settings.json'), text);
    expect(openStore().current().upstreams).toEqual(presetUpstreams);
    const names = await readdir(folder);
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(/^settings\.damaged-.*\.json$/);
    expect(await readFile(join(folder, names[0] ?? ''), 'utf8')).toBe(text);
    expect(notices).toHaveLength(1);
    expect(notices[0]?.text).toContain(reason);
    expect(notices[0]?.text).toContain(names[0]);
  });

  const mine = createUpstream('mine', 'http://a');
  test.each([
    ['a port that is no port', { port: 99_999 }, '"port"'],
    ['an upstream without endpoints', { upstreams: [{ ...mine, endpoints: [] }] }, 'at least one endpoint'],
    ['an upstream stored twice', { upstreams: [mine, createUpstream('mine', 'http://b')] }, 'two upstreams'],
    [
      'an intercept list that would sign for everything',
      { interception: { isEnabled: true, rules: [{ host: '*', action: 'intercept' }] } },
      'too wide',
    ],
    ['a rule without its address', { interception: { rules: [{ host: 'a.b', action: 'redirect' }] } }, 'url'],
  ])('%s gives way alone: the rest is in use and the old file is kept', async (_, part, reason) => {
    const text = JSON.stringify({ version: 1, theme: 'dark', ofTomorrow: 9, ...part });
    await writeFile(join(folder, 'settings.json'), text);
    const store = openStore();
    expect(store.current()).toMatchObject({ theme: 'dark', port: 7878 });
    expect(store.current().interception.rules).toEqual([]);
    expect(notices).toMatchObject([{ title: 'Some settings could not be read' }]);
    expect(notices[0]?.text).toContain(reason);
    await store.flush();
    const kept = (await readdir(folder)).find((name) => name.startsWith('settings.damaged-'));
    expect(await readFile(join(folder, kept ?? ''), 'utf8')).toBe(text);
    expect(notices[0]?.text).toContain(kept);
    expect(await readStored()).toMatchObject({ theme: 'dark', ofTomorrow: 9 });
    notices.length = 0;
    openStore();
    expect(notices).toEqual([]);
  });

  test('fields and version of a newer Wirelens survive a change made here', async () => {
    const mine = { ...createUpstream('mine', 'http://127.0.0.1:9'), weight: 3 };
    const stored = { version: 2, port: 7900, ofTomorrow: { days: 9 }, upstreams: [mine] };
    await writeFile(join(folder, 'settings.json'), JSON.stringify(stored));
    const store = openStore();
    expect(store.current().version).toBe(1);
    expect(store.update({ theme: 'dark' }).ok).toBe(true);
    expect(store.setEnabled('mine', false).ok).toBe(true);
    await store.flush();
    expect(await readStored()).toMatchObject({
      version: 2,
      port: 7900,
      theme: 'dark',
      ofTomorrow: { days: 9 },
      upstreams: [{ name: 'mine', weight: 3, isEnabled: false }],
    });
  });

  test('presets that a stored file does not know appear, edited ones stay edited, own ones come last', async () => {
    const groq = presetUpstreams.find((upstream) => upstream.name === 'groq');
    const stored = { version: 1, upstreams: [createUpstream('mine', 'http://a'), { ...groq, isEnabled: true }] };
    await writeFile(join(folder, 'settings.json'), JSON.stringify(stored));
    const upstreams = openStore().current().upstreams;
    expect(upstreams.map((upstream) => upstream.name)).toEqual([...presetUpstreams.map((p) => p.name), 'mine']);
    expect(upstreams.find((upstream) => upstream.name === 'groq')?.isEnabled).toBe(true);
    expect(notices).toEqual([]);
  });
});

describe('changing', () => {
  test('a switch acts at once, is told, and is on disk after flush, for nobody else to read', async () => {
    const store = openStore();
    expect(store.setEnabled('openai', false).ok).toBe(true);
    expect(store.current().upstreams[0]?.isEnabled).toBe(false);
    expect(changes).toHaveLength(1);
    await store.flush();
    expect(openStore().current().upstreams[0]?.isEnabled).toBe(false);
    expect((await stat(join(folder, 'settings.json'))).mode & 0o777).toBe(0o600);
  });

  test('only upstreams that differ from their preset are written', async () => {
    const store = openStore();
    store.setEnabled('groq', true);
    await store.flush();
    expect((await readStored()).upstreams).toMatchObject([{ name: 'groq' }]);
    store.resetUpstream('groq');
    await store.flush();
    expect((await readStored()).upstreams).toEqual([]);
  });

  test('an upstream is added, renamed, and removed', () => {
    const store = openStore();
    const mine = createUpstream('mine', 'http://127.0.0.1:9/base');
    expect(store.saveUpstream(mine, null).ok).toBe(true);
    expect(store.saveUpstream({ ...mine, name: 'ours' }, 'mine').ok).toBe(true);
    expect(store.current().upstreams.at(-1)).toMatchObject({ name: 'ours', isPreset: false });
    expect(store.removeUpstream('ours').ok).toBe(true);
    expect(store.current().upstreams).toEqual(presetUpstreams);
  });

  const official = createUpstream('mine', 'https://a.example');
  const twoAlike = { ...official, endpoints: [...official.endpoints, ...official.endpoints] };
  const withHeader = (name: string, value: string) => ({
    ...official,
    endpoints: official.endpoints.map((endpoint) => ({ ...endpoint, headers: [{ name, value }] })),
  });
  test.each([
    ['a taken prefix', createUpstream('openai', 'https://a.example'), 'name-taken', 'already an upstream "openai"'],
    ['a prefix with capitals', createUpstream('Mine', 'https://a.example'), 'invalid', 'a-z, 0-9'],
    ['a prefix that starts provider paths', createUpstream('v1', 'https://a.example'), 'invalid', 'provider paths'],
    ['the sample upstream', createUpstream('sample', 'https://a.example'), 'invalid', 'built-in'],
    ['an address without scheme', createUpstream('mine', 'a.example/v1'), 'invalid', 'no address'],
    ['an address of another scheme', createUpstream('mine', 'ftp://a.example'), 'invalid', 'no address'],
    ['a port beyond 65535', createUpstream('mine', 'http://a.example:70000'), 'invalid', 'no valid port'],
    ['an address with a query', createUpstream('mine', 'https://a.example?key=x'), 'invalid', 'query'],
    ['an address with a password', createUpstream('mine', 'https://a:b@c.example'), 'invalid', 'password'],
    ['two endpoints of one name', twoAlike, 'invalid', 'Two endpoints'],
    ['an active endpoint that is missing', { ...official, activeEndpoint: 'gone' }, 'invalid', 'none of the endpoints'],
    ['no endpoint', { ...official, endpoints: [] }, 'invalid', 'at least one endpoint'],
    ['a key among plain headers', withHeader('Authorization', 'Bearer x'), 'invalid', 'carries a secret'],
    ['a header value with a line break', withHeader('x-a', 'b\r\nx-c: d'), 'invalid', 'line break'],
  ])('%s is refused in words and nothing changes', (_, upstream, kind, words) => {
    const store = openStore();
    const result = store.saveUpstream(upstream, null);
    expect(result).toMatchObject({ ok: false, error: { kind } });
    expect(result.ok ? '' : result.error.message).toContain(words);
    expect(store.current().upstreams).toEqual(presetUpstreams);
    expect(changes).toEqual([]);
  });

  test.each(['http://[::1]:8000', 'https://a.example/v1/', 'http://localhost', 'http://10.0.0.2:8080/x'])(
    'the address %s is accepted',
    (url) => expect(openStore().saveUpstream(createUpstream('mine', url), null).ok).toBe(true),
  );

  test('a preset keeps its prefix and cannot be removed', () => {
    const store = openStore();
    const openai = store.current().upstreams[0];
    if (!openai) throw new Error('presets are missing');
    expect(store.removeUpstream('openai')).toMatchObject({ ok: false, error: { kind: 'preset' } });
    expect(store.saveUpstream({ ...openai, name: 'other' }, 'openai')).toMatchObject({ error: { kind: 'preset' } });
  });

  test('an endpoint is made active only when it exists, and remembers where its key comes from', () => {
    const store = openStore();
    expect(store.setActive('openai', 'nowhere')).toMatchObject({ error: { kind: 'not-found' } });
    expect(store.setActive('nobody', 'x')).toMatchObject({ error: { kind: 'not-found' } });
    expect(store.setKeySource('openai', 'official', { kind: 'env', variable: 'OPENAI_API_KEY' }).ok).toBe(true);
    expect(store.current().upstreams[0]?.endpoints[0]?.key).toEqual({ kind: 'env', variable: 'OPENAI_API_KEY' });
  });

  test('listening wider than loopback needs a token', () => {
    const store = openStore();
    expect(store.update({ host: '0.0.0.0' })).toMatchObject({ error: { kind: 'invalid' } });
    expect(store.update({ host: '0.0.0.0', token: 'a-token' }).ok).toBe(true);
    expect(store.update({ port: 0 })).toMatchObject({ error: { kind: 'invalid' } });
  });

  test('many changes at once end in one whole file with the last of them, and no temporary file stays', async () => {
    const store = openStore();
    for (let port = 8000; port < 8200; port += 1) store.update({ port });
    await store.flush();
    expect((await readStored()).port).toBe(8199);
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  test('a folder that cannot be written is told, and the change still holds', async () => {
    await writeFile(join(folder, 'blocked'), '');
    const store = createSettingsStore({
      folder: join(folder, 'blocked', 'data'),
      onChange: () => {},
      onNotice: (notice) => notices.push(notice),
    });
    store.update({ theme: 'light' });
    await store.flush();
    expect(store.current().theme).toBe('light');
    expect(notices[0]?.title).toBe('Settings could not be saved');
  });
});

describe('data folder and salt', () => {
  test('the data folder is the one Electron gives an app called Wirelens', () => {
    expect(defaultDataFolder({}, 'linux', '/home/a')).toBe('/home/a/.config/Wirelens');
    expect(defaultDataFolder({ XDG_CONFIG_HOME: '/x' }, 'linux', '/home/a')).toBe('/x/Wirelens');
    expect(defaultDataFolder({}, 'darwin', '/Users/a')).toBe('/Users/a/Library/Application Support/Wirelens');
    expect(defaultDataFolder({ WIRELENS_DATA: '/data' }, 'darwin', '/Users/a')).toBe('/data');
  });

  test('a data folder that is a file is named, with the reason', () => {
    const file = join(folder, 'occupied');
    writeFileSync(file, '');
    expect(() => loadSalt(file)).toThrow(`The data folder ${file} cannot be written: it is a file.`);
  });

  test('the salt is made once, kept private, and replaced when its file is damaged', async () => {
    const salt = loadSalt(folder);
    expect(salt).toMatch(/^[0-9a-f]{64}$/);
    expect(loadSalt(folder)).toBe(salt);
    const file = join(folder, 'fingerprint-salt');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await chmod(file, 0o600);
    await writeFile(file, 'damaged');
    const fresh = loadSalt(folder);
    expect(fresh).toMatch(/^[0-9a-f]{64}$/);
    expect(loadSalt(folder)).toBe(fresh);
    expect(await readdir(folder)).toEqual(['fingerprint-salt']);
  });
});
