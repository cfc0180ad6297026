/** Figures as the exchange view writes them: tokens, bytes, times. Fixed forms, so that nothing shifts. Pure. */

const grouped = new Intl.NumberFormat('en-US');

/** `31,422`; a dash-free `not reported` is the caller's. */
export function countText(value: number): string {
  return grouped.format(Math.round(value));
}

/** `604 ms`, `1.17 s`, `40.0 s`, `2:05 min`. */
export function durationText(ms: number): string {
  if (ms < 999.5) return `${ms < 9.95 && ms > 0 ? ms.toFixed(1) : Math.round(ms)} ms`;
  if (ms < 9995) return `${(ms / 1000).toFixed(2)} s`;
  if (ms < 119_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min`;
}

/** One decimal for chapters and stalls: `2.7 s`, `480 ms`. */
export function shortDurationText(ms: number): string {
  return ms < 999.5 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** A label of the strip's axis: `0 s`, `200 ms`, `1:20`. */
export function axisText(ms: number, stepMs: number): string {
  if (stepMs < 1) return `${ms.toFixed(Math.min(3, Math.ceil(-Math.log10(stepMs))))} ms`;
  if (stepMs < 1000) return ms < 999.5 || stepMs < 100 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
  if (ms < 120_000 && stepMs < 60_000) return `${Math.round(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The moment under the playhead: `9.82 s`. */
export function momentText(ms: number): string {
  return ms < 100_000 ? `${(ms / 1000).toFixed(2)} s` : `${(ms / 1000).toFixed(1)} s`;
}

/** `179 B`, `12.4 KB`, `5.2 MB` (powers of 1000). */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** First and last four digits of a hash: `4e1b…09c7`. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)}…${hash.slice(-4)}`;
}

/** A long id in the middle of a line: `toolu_01Vd8k…Rq`. */
export function shortId(id: string): string {
  return id.length <= 17 ? id : `${id.slice(0, 12)}…${id.slice(-2)}`;
}
