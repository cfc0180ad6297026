/**
 * What tokens cost, as data: US dollars per million, standard tier, as the vendors' pages said on the day of each entry.
 * Users put their own entries (settings, `prices`) in front. A model that no entry names has no price: "unknown".
 */

/** One model, or a family of models by glob. */
export type PriceEntry = {
  /** A glob over the model's name as the provider writes it: `claude-sonnet-4-5*`. The first that matches counts. */
  readonly model: string;
  /** US dollars per million tokens. */
  readonly input: number;
  readonly output: number;
  /** Of tokens read from the cache; null: not offered or not known. */
  readonly cacheRead: number | null;
  /** Of tokens written to the cache, in the shortest time to live; null: writing costs as input does. */
  readonly cacheWrite: number | null;
  /** Prices of all of a request whose input is longer than `aboveTokens`. */
  readonly longPrompt?: {
    readonly aboveTokens: number;
    readonly input: number;
    readonly output: number;
    readonly cacheRead: number | null;
    readonly cacheWrite: number | null;
  };
  /** The day on which the price was looked up. */
  readonly asOf: string;
  readonly source: string;
};

const anthropicPage = 'https://platform.claude.com/docs/en/about-claude/pricing';
const openaiPage = 'https://developers.openai.com/api/docs/pricing';
const geminiPage = 'https://ai.google.dev/gemini-api/docs/pricing';

/**
 * Days on which the figures were last found stated, by the vendor's page or by somebody who read it that day. Prices that
 * were only found without a day are not in the table.
 */
const seen = {
  anthropic: '2026-10-16',
  openaiNewer: '2026-06-01',
  openaiOlder: '2026-03-21',
  gemini3Flash: '2026-07-04',
  gemini31: '2026-03-03',
  gemini25: '2026-01-01',
} as const;

/** The shipped table, the more exact name first. */
export const priceTable: readonly PriceEntry[] = [
  anthropic('claude-fable-5-1*', 10, 50, 0.25),
  anthropic('claude-fable-5*', 10, 50, 1),
  anthropic('claude-opus-5-5*', 4, 20, 0.2),
  anthropic('claude-opus-5*', 5, 25, 0.5),
  anthropic('claude-opus-4-5*', 5, 25, 0.5),
  anthropic('claude-opus-4-6*', 5, 25, 0.5),
  anthropic('claude-opus-4-7*', 5, 25, 0.5),
  anthropic('claude-opus-4-8*', 5, 25, 0.5),
  anthropic('claude-opus-4*', 15, 75, 1.5),
  anthropic('claude-sonnet-5-5*', 2, 10, 0.1),
  anthropic('claude-sonnet-5*', 2, 10, 0.2),
  anthropic('claude-sonnet-4*', 3, 15, 0.3),
  anthropic('claude-3-7-sonnet*', 3, 15, 0.3),
  anthropic('claude-3-5-sonnet*', 3, 15, 0.3),
  {
    ...anthropic('claude-haiku-5-5*', 0.1, 0.5, 0.01),
    longPrompt: { aboveTokens: 100_000, input: 0.5, output: 2.5, cacheRead: 0.05, cacheWrite: 0.625 },
  },
  anthropic('claude-haiku-4-5*', 1, 5, 0.1),
  anthropic('claude-3-5-haiku*', 0.8, 4, 0.08),
  ...openai(seen.openaiNewer, [
    ['gpt-5.5-pro*', 30, 180, null],
    ['gpt-5.5', 5, 30, 0.5],
    ['gpt-5.5-20*', 5, 30, 0.5],
    ['gpt-5.4-pro*', 30, 180, null],
    ['gpt-5.4-mini*', 0.75, 4.5, 0.075],
    ['gpt-5.4-nano*', 0.2, 1.25, 0.02],
    ['gpt-5.4', 2.5, 15, 0.25],
    ['gpt-5.4-20*', 2.5, 15, 0.25],
  ]),
  ...openai(seen.openaiOlder, [
    ['gpt-5.1-codex-mini*', 0.25, 2, 0.025],
    ['gpt-5.1*', 1.25, 10, 0.125],
    ['gpt-5-pro*', 15, 120, null],
    ['gpt-5-mini*', 0.25, 2, 0.025],
    ['gpt-5-nano*', 0.05, 0.4, 0.005],
    ['gpt-5-codex*', 1.25, 10, 0.125],
    ['gpt-5', 1.25, 10, 0.125],
    ['gpt-5-20*', 1.25, 10, 0.125],
    ['gpt-4.1-mini*', 0.4, 1.6, 0.1],
    ['gpt-4.1-nano*', 0.1, 0.4, 0.025],
    ['gpt-4.1*', 2, 8, 0.5],
    ['gpt-4o-mini-20*', 0.15, 0.6, 0.075],
    ['gpt-4o-mini', 0.15, 0.6, 0.075],
    // The snapshot of May 2024 kept its older, higher price.
    ['gpt-4o-2024-05-13', 5, 15, null],
    ['gpt-4o-20*', 2.5, 10, 1.25],
    ['gpt-4o', 2.5, 10, 1.25],
    ['o4-mini*', 1.1, 4.4, 0.275],
    ['o3-mini*', 1.1, 4.4, 0.55],
    ['o3', 2, 8, 0.5],
    ['o3-20*', 2, 8, 0.5],
  ]),
  gemini('gemini-3-flash-preview*', 0.5, 3, 0.05, seen.gemini3Flash),
  gemini('gemini-3.1-flash-lite-preview*', 0.25, 1.5, 0.025, seen.gemini31),
  gemini('gemini-2.5-flash-lite*', 0.1, 0.4, 0.01, seen.gemini25),
  gemini('gemini-2.5-flash', 0.3, 2.5, 0.03, seen.gemini25),
  {
    ...gemini('gemini-2.5-pro*', 1.25, 10, 0.125, seen.gemini25),
    longPrompt: { aboveTokens: 200_000, input: 2.5, output: 15, cacheRead: 0.25, cacheWrite: null },
  },
];

/** The user's own prices in front of the shipped ones. The same list gives the same table, so that look-ups are remembered. */
export function pricesWith(own: readonly PriceEntry[] | undefined): readonly PriceEntry[] {
  if (own === undefined || own.length === 0) return priceTable;
  const known = tables.get(own);
  if (known !== undefined) return known;
  const table = [...own, ...priceTable];
  tables.set(own, table);
  return table;
}

const tables = new WeakMap<readonly PriceEntry[], readonly PriceEntry[]>();

/** Anthropic's writes cost 1.25 times the input for five minutes (2 times for an hour, which usage totals do not tell apart). */
function anthropic(model: string, input: number, output: number, cacheRead: number): PriceEntry {
  const cacheWrite = input * 1.25;
  return { model, input, output, cacheRead, cacheWrite, asOf: seen.anthropic, source: anthropicPage };
}

type PriceRow = readonly [model: string, input: number, output: number, cacheRead: number | null];

function openai(asOf: string, rows: readonly PriceRow[]): readonly PriceEntry[] {
  return rows.map(([model, input, output, cacheRead]) => {
    return { model, input, output, cacheRead, cacheWrite: null, asOf, source: openaiPage };
  });
}

function gemini(model: string, input: number, output: number, cacheRead: number, asOf: string): PriceEntry {
  return { model, input, output, cacheRead, cacheWrite: null, asOf, source: geminiPage };
}
