/** A price while it is typed: texts, and what is wrong with them. Pure. */
import type { PriceEntry } from '../../../shared/prices/price-table.ts';

export type PriceDraft = {
  readonly model: string;
  readonly input: string;
  readonly output: string;
  /** Empty: as input. */
  readonly cacheRead: string;
  readonly cacheWrite: string;
};

export const emptyDraft: PriceDraft = { model: '', input: '', output: '', cacheRead: '', cacheWrite: '' };

/** What the user typed as an entry; a sentence where it is none. `today`: `2026-11-22`. */
export function readDraft(draft: PriceDraft, today: string): PriceEntry | string {
  const model = draft.model.trim();
  if (model === '') return 'Name a model; * stands for anything';
  const [input, output] = [readDollars(draft.input), readDollars(draft.output)];
  if (input === null || output === null) return 'Input and output are US dollars per million tokens';
  const [cacheRead, cacheWrite] = [readOptional(draft.cacheRead), readOptional(draft.cacheWrite)];
  if (cacheRead === undefined || cacheWrite === undefined) return 'Prices of the cache are dollars, or left empty';
  return { model, input, output, cacheRead, cacheWrite, asOf: today, source: 'your settings' };
}

/** An entry as it is typed. */
export function draftOf(entry: PriceEntry): PriceDraft {
  const { model, input, output, cacheRead, cacheWrite } = entry;
  return {
    model,
    input: String(input),
    output: String(output),
    cacheRead: cacheRead === null ? '' : String(cacheRead),
    cacheWrite: cacheWrite === null ? '' : String(cacheWrite),
  };
}

/** The own prices with `entry` first; an earlier one of the same name gives way. */
export function withEntry(own: readonly PriceEntry[], entry: PriceEntry): readonly PriceEntry[] {
  return [entry, ...own.filter(({ model }) => model.toLowerCase() !== entry.model.toLowerCase())];
}

function readDollars(text: string): number | null {
  const plain = text.trim().replace(/^\$/, '').replace(',', '.');
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

/** Undefined: not a price. */
function readOptional(text: string): number | null | undefined {
  return text.trim() === '' ? null : (readDollars(text) ?? undefined);
}
