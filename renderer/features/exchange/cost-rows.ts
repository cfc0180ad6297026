/** What an exchange cost, as a row under its usage; an unknown price is said, never shown as 0. Pure. */
import type { Usage } from '../../../shared/model/usage.ts';
import { costOf } from '../../../shared/prices/cost.ts';
import type { PriceEntry } from '../../../shared/prices/price-table.ts';
import type { KeyValueRow } from '../../ui/KeyValueTable.tsx';
import { dollars } from '../conversation/cost-text.ts';

/** Null where there is nothing to pay for: no usage was reported, or no model was named. */
export function costRow(model: string | null, usage: Usage, prices: readonly PriceEntry[]): KeyValueRow | null {
  const cost = costOf(model, usage, prices);
  if (cost !== null) {
    const parts = [
      `input ${dollars(cost.inputUsd)}`,
      cost.cacheReadUsd > 0 ? `cache read ${dollars(cost.cacheReadUsd)}` : '',
      cost.cacheWriteUsd > 0 ? `cache write ${dollars(cost.cacheWriteUsd)}` : '',
      `output ${dollars(cost.outputUsd)}`,
    ].filter(Boolean);
    return {
      label: 'cost',
      value: dollars(cost.totalUsd),
      title: `${parts.join(' + ')}\nprice of ${cost.asOf}, ${cost.source}`,
    };
  }
  if (model === null || (usage.inputTokens === null && usage.outputTokens === null)) return null;
  return {
    label: 'cost',
    value: 'unknown',
    tone: 'faint',
    title: `No price is known for ${model}: Settings, Prices`,
  };
}
