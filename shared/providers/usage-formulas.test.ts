import { describe, expect, it } from 'vitest';
import { adapters } from './registry.ts';
import { usageFormulaOf } from './usage-formulas.ts';

describe('how usage comes out of the counts', () => {
  it.each(adapters.map((adapter) => [adapter.format, adapter] as const))(
    '%s: the window says what its adapter says',
    (format, adapter) => {
      expect(usageFormulaOf(format)).toEqual(adapter.usageFormula ?? {});
    },
  );

  it('is known for every format that has a conversation', () => {
    const conversations = adapters.filter((adapter) => adapter.conformance !== undefined);
    expect(conversations.length).toBeGreaterThanOrEqual(13);
    for (const { format } of conversations) expect(usageFormulaOf(format).inputTokens, format).toBeTruthy();
  });
});
