/** Times of rate-limit headers: each vendor writes them in another way. Pure. */

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Seconds after this are a moment since 1970, not a wait (2001); beyond the second they are milliseconds. */
const epochSeconds = 1_000_000_000;
const epochMilliseconds = 100_000_000_000;

/**
 * When a limit is full again, epoch ms: `6m0s` and `12ms` (OpenAI, Groq), `59.7` seconds (Cerebras), an RFC 3339 time
 * (Anthropic), seconds or milliseconds since 1970 (subscriptions, OpenRouter). Null: none of these.
 */
export function parseMoment(text: string, receivedAt: number): number | null {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) {
    const value = Number(trimmed);
    if (value >= epochMilliseconds) return value;
    return value >= epochSeconds ? value * 1000 : receivedAt + value * 1000;
  }
  const wait = parseDuration(trimmed);
  if (wait !== null) return receivedAt + wait;
  const moment = Date.parse(trimmed);
  return Number.isNaN(moment) ? null : moment;
}

/** `retry-after`: seconds, or a date (RFC 9110, 10.2.3). Milliseconds from `receivedAt` on, never below 0. */
export function parseWait(text: string, receivedAt: number): number | null {
  const moment = parseMoment(text, receivedAt);
  return moment === null ? null : Math.max(0, moment - receivedAt);
}

/** Go's way of writing durations: `1h2m3.5s`. */
function parseDuration(text: string): number | null {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return null;
  let total = 0;
  for (const [, value, , unit] of text.matchAll(/(\d+(\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(value) * (unitMs[unit ?? ''] ?? 0);
  }
  return total;
}
