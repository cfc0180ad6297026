import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { defaultSettings } from '../../shared/model/settings-schema.ts';
import { priceOf } from '../../shared/prices/cost.ts';
import { priceTable } from '../../shared/prices/price-table.ts';
import { encodeSettings, writeSettings } from './settings-file.ts';
import { createStoredPrices } from './stored-prices.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-prices-'));
  folders.push(folder);
  return folder;
}

const own = {
  model: 'llama*',
  input: 1,
  output: 2,
  cacheRead: null,
  cacheWrite: null,
  asOf: '2026-11-22',
  source: 'x',
};

it('a price that is set while we read counts from the next question on', async () => {
  const folder = newFolder();
  const prices = createStoredPrices(folder);
  expect(prices()).toBe(priceTable);
  await writeSettings(folder, encodeSettings({ ...defaultSettings, prices: [own] }, 1));
  expect(priceOf('llama3.2', prices())).toMatchObject({ input: 1 });
  expect(prices()).toBe(prices());
  await writeSettings(folder, encodeSettings(defaultSettings, 1));
  expect(priceOf('llama3.2', prices())).toBeNull();
});

it('a damaged settings file leaves the shipped prices', () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'settings.json'), '{"prices": [{"model": 3}');
  expect(createStoredPrices(folder)()).toBe(priceTable);
});
