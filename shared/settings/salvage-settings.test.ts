/** What is kept of settings that somebody, or an older version, damaged. */
import { expect, test } from 'vitest';
import { createUpstream } from '../upstreams/presets.ts';
import { salvageSettings } from './salvage-settings.ts';

const mine = createUpstream('mine', 'http://127.0.0.1:9');

function salvage(part: object) {
  const salvaged = salvageSettings({ version: 1, ...part });
  if (salvaged === null) throw new Error('nothing was kept');
  return salvaged;
}

test('good settings have no faults, and keep fields of tomorrow', () => {
  const { settings, faults } = salvage({ theme: 'light', ofTomorrow: true });
  expect(faults).toEqual([]);
  expect(settings).toMatchObject({ theme: 'light', ofTomorrow: true, port: 7878 });
});

test('each bad field is named once and gets its default', () => {
  const { settings, faults } = salvage({
    port: '80',
    theme: 'pink',
    listOrder: 'newest-first',
    retention: { maxAgeDays: -1 },
  });
  expect(faults.map(({ field }) => field)).toEqual(['port', 'theme', 'retention.maxAgeDays']);
  expect(settings).toMatchObject({ port: 7878, theme: 'system', listOrder: 'newest-first' });
  expect(settings.retention).toBeUndefined();
});

test('of a list only the bad items are left out', () => {
  const { settings, faults } = salvage({
    savedFilters: [{ name: 'a', text: 'a' }, 5, { name: 'b' }, { name: 'c', text: 'c' }],
    interception: {
      isEnabled: true,
      rules: [
        { host: 'x.example.com', action: 'fly' },
        { host: 'y.example.com', action: 'tunnel' },
      ],
    },
  });
  expect(settings.savedFilters.map(({ name }) => name)).toEqual(['a', 'c']);
  expect(settings.interception).toMatchObject({ isEnabled: true, rules: [{ host: 'y.example.com' }] });
  expect(faults).toHaveLength(3);
});

test('an upstream is switched off rather than lost where its switch or choice is bad', () => {
  const bad = { ...mine, isEnabled: 'yes', activeEndpoint: 7, title: null };
  const { settings, faults } = salvage({ upstreams: [bad, { ...mine, name: 'yours' }] });
  expect(settings.upstreams.slice(-2)).toMatchObject([
    { name: 'mine', title: 'mine', isEnabled: false, activeEndpoint: 'default' },
    { name: 'yours', isEnabled: true },
  ]);
  expect(faults.map(({ field }) => field).sort()).toEqual([
    'upstreams.0.activeEndpoint',
    'upstreams.0.isEnabled',
    'upstreams.0.title',
  ]);
});

test('a bad token does not leave the port open to other machines', () => {
  const { settings, faults } = salvage({ host: '0.0.0.0', token: 5 });
  expect(settings).toMatchObject({ host: '127.0.0.1', token: null });
  expect(faults.map(({ field }) => field)).toEqual(['token', 'host']);
});

test('a missing version is taken for the first; what is no object is nothing', () => {
  expect(salvageSettings({ theme: 'dark' })).toMatchObject({ fileVersion: 1, settings: { theme: 'dark' } });
  for (const other of [null, 5, 'a', []]) expect(salvageSettings(other)).toBeNull();
});
