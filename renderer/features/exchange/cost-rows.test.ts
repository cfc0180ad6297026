import { expect, it } from 'vitest';
import { noUsage } from '../../../shared/model/usage.ts';
import { priceTable } from '../../../shared/prices/price-table.ts';
import { costRow } from './cost-rows.ts';

const usage = { ...noUsage, inputTokens: 10_000, outputTokens: 1_000, cacheReadTokens: 8_000 };

it('a cost says its parts, and of when its price is', () => {
  const row = costRow('claude-sonnet-4-5', usage, priceTable);
  expect(row?.value).toBe('$0.0234');
  expect(row?.title).toMatch(/^input \$0\.006 \+ cache read \$0\.0024 \+ output \$0\.015\nprice of 2026-/);
});

it('a model without a price costs something unknown, not nothing', () => {
  expect(costRow('llama3.2', usage, priceTable)).toMatchObject({ value: 'unknown', tone: 'faint' });
  expect(costRow(null, usage, priceTable)).toBeNull();
  expect(costRow('gpt-4o', noUsage, priceTable)).toBeNull();
});
