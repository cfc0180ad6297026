/** Token prices as the user set them, read from settings.json where only that file is known: in the query worker. */
import { readFileSync, statSync } from 'node:fs';
import * as v from 'valibot';
import { pricesSchema } from '../../shared/model/settings-schema.ts';
import { type PriceEntry, pricesWith, priceTable } from '../../shared/prices/price-table.ts';
import { settingsFile } from './settings-file.ts';

const ownPrices = v.object({ prices: v.optional(pricesSchema, []) });

/** Gives the prices as they are now; the file is read again when it changed. A damaged one counts as none. */
export function createStoredPrices(dataFolder: string): () => readonly PriceEntry[] {
  const file = settingsFile(dataFolder);
  let readState = '';
  let table = priceTable;
  return () => {
    const state = fileState(file);
    if (state !== readState) table = readTable(file);
    readState = state;
    return table;
  };
}

/** Differs after every change: the file is replaced by another one, never written into. */
function fileState(file: string): string {
  const facts = statSync(file, { throwIfNoEntry: false });
  return facts === undefined ? '' : `${facts.ino} ${facts.mtimeMs} ${facts.size}`;
}

function readTable(file: string): readonly PriceEntry[] {
  try {
    const parsed = v.safeParse(ownPrices, JSON.parse(readFileSync(file, 'utf8')));
    return pricesWith(parsed.success ? parsed.output.prices : []);
  } catch {
    // No file, or none that can be read: the settings themselves say so where they are opened.
    return priceTable;
  }
}
