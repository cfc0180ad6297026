/** Figures as the window writes them: short, in fixed columns, never more exact than they are. Pure. */

/** `24`, `1,204`, `18.1k`, `165k`, `1.2M`; `–` where not known. */
export function formatTokens(count: number | null): string {
  if (count === null) return '–';
  if (count < 10_000) return withCommas(Math.round(count));
  if (count < 99_950) return `${(count / 1_000).toFixed(1)}k`;
  if (count < 999_500) return `${Math.round(count / 1_000)}k`;
  return count < 999_500_000 ? `${(count / 1_000_000).toFixed(1)}M` : `${(count / 1_000_000_000).toFixed(1)}G`;
}

/** Tokens per second in at most 5 characters: `42`, `9988`, `18.0k`; empty where not known. */
export function formatRate(perSecond: number | null): string {
  if (perSecond === null) return '';
  return perSecond < 10_000 ? String(Math.round(perSecond)) : formatTokens(perSecond);
}

/** Seconds without unit in at most 4 characters: `0.38`, `9.82`, `40.0`, `140`, `21m`. Input in ms. */
export function formatSeconds(durationMs: number | null): string {
  if (durationMs === null) return '';
  const seconds = Math.max(0, durationMs) / 1_000;
  if (seconds < 9.995) return seconds.toFixed(2);
  if (seconds < 99.95) return seconds.toFixed(1);
  if (seconds < 999.5) return seconds.toFixed(0);
  return seconds < 36_000 ? `${Math.round(seconds / 60)}m` : `${Math.round(seconds / 3_600)}h`;
}

/** US dollars without sign, in at most 6 characters: `0.0042`, `0.31`, `12.4`, `<.0001`; empty where not known. */
export function formatCost(dollars: number | null): string {
  if (dollars === null) return '';
  if (dollars === 0) return '0';
  if (dollars < 0.000_1) return '<.0001';
  if (dollars < 0.1) return dollars.toFixed(4);
  return dollars < 10 ? dollars.toFixed(2) : dollars.toFixed(1);
}

/** `14:31:48` in local time. */
export function formatClock(epochMs: number): string {
  const date = new Date(epochMs);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** `812 B`, `9.4 KB`, `41.2 MB`, `1.20 GB` (powers of 1,000). */
export function formatBytes(sizeBytes: number): string {
  if (sizeBytes < 1_000) return `${sizeBytes} B`;
  if (sizeBytes < 999_500) return `${trimZero((sizeBytes / 1_000).toFixed(1))} KB`;
  if (sizeBytes < 999_500_000) return `${trimZero((sizeBytes / 1_000_000).toFixed(1))} MB`;
  return `${(sizeBytes / 1_000_000_000).toFixed(2)} GB`;
}

/** `12,345`. */
export function withCommas(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 exchange`, `12 exchanges`. */
export function countOf(count: number, word: string): string {
  return `${withCommas(count)} ${word}${count === 1 ? '' : 's'}`;
}

/** A model's name without what every model of its maker shares: `claude-sonnet-4-5-20250929` is `sonnet-4.5`. */
export function shortModel(model: string): string {
  const name = model.slice(model.lastIndexOf('/') + 1);
  const undated = name.replace(/-(20\d{6}|20\d\d-\d\d-\d\d|latest)$/, '');
  if (!undated.startsWith('claude-')) return undated;
  return undated.slice('claude-'.length).replace(/-(\d)-(\d)$/, '-$1.$2');
}

function trimZero(text: string): string {
  return text.endsWith('.0') ? text.slice(0, -2) : text;
}
