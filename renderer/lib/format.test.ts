import { describe, expect, it } from 'vitest';
import { formatBytes, formatSeconds, formatTokens, shortModel } from './format.ts';

describe('figures', () => {
  it.each([
    [null, '–'],
    [0, '0'],
    [1_204, '1,204'],
    [9_999, '9,999'],
    [18_100, '18.1k'],
    [99_960, '100k'],
    [165_000, '165k'],
    [1_250_000, '1.3M'],
    [11_731_500_000, '11.7G'],
  ])('%j tokens are %s', (count, text) => expect(formatTokens(count)).toBe(text));

  it.each([
    [null, ''],
    [380, '0.38'],
    [9_994, '9.99'],
    [9_996, '10.0'],
    [40_000, '40.0'],
    [99_960, '100'],
    [1_260_000, '21m'],
  ])('%j ms are %s seconds', (duration, text) => expect(formatSeconds(duration)).toBe(text));

  it.each([
    [812, '812 B'],
    [9_418, '9.4 KB'],
    [41_200_000, '41.2 MB'],
    [999_600_000, '1.00 GB'],
  ])('%j bytes are %s', (size, text) => expect(formatBytes(size)).toBe(text));

  it.each([
    ['claude-sonnet-4-5-20250929', 'sonnet-4.5'],
    ['claude-3-5-haiku-latest', '3-5-haiku'],
    ['gpt-4o-2024-08-06', 'gpt-4o'],
    ['models/gemini-2.5-pro', 'gemini-2.5-pro'],
    ['gpt-5-codex', 'gpt-5-codex'],
  ])('%s is written %s', (model, text) => expect(shortModel(model)).toBe(text));
});
