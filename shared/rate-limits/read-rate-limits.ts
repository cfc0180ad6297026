/**
 * Reads the rate-limit headers of all vendors. Gemini and Vertex have none but `retry-after`; Bedrock and Ollama neither.
 * @see https://developers.openai.com/api/docs/guides/rate-limits (also Azure, Groq, Cerebras, Mistral: names with their window)
 * @see https://platform.claude.com/docs/en/api/rate-limits
 * @see https://openrouter.ai/docs/api-reference/limits (one bare limit, reset in epoch milliseconds)
 */
import { type HeaderList, headerValue } from '../model/headers.ts';
import type { RateGauge, RateLimits } from '../model/rate-limits.ts';
import { parseMoment, parseWait } from './parse-reset.ts';

type Part = 'limit' | 'remaining' | 'reset' | 'utilization' | 'status' | 'used-percent';
type Draft = { readonly name: string; readonly parts: Partial<Record<Part, string>> };

/** `receivedAt`: epoch ms of the response's head, from which relative times count. */
export function readRateLimits(headers: HeaderList, receivedAt: number): RateLimits {
  const drafts = new Map<string, Draft>();
  for (const { name, value } of headers) {
    const found = partOf(name.toLowerCase());
    if (found === null) continue;
    const draft = drafts.get(found.limit) ?? { name: found.limit, parts: {} };
    draft.parts[found.part] ??= value.trim();
    drafts.set(found.limit, draft);
  }
  const gauges = [...drafts.values()].map((draft) => gaugeOf(draft, receivedAt)).filter((gauge) => gauge !== null);
  return { gauges, retryAfterMs: readRetryAfter(headers, receivedAt) };
}

type FoundPart = { readonly limit: string; readonly part: Part };

function partOf(header: string): FoundPart | null {
  return openaiPart(header) ?? anthropicPart(header) ?? codexPart(header) ?? barePart(header);
}

/** `x-ratelimit-remaining-tokens`, `x-ratelimit-limit-req-minute`. */
function openaiPart(header: string): FoundPart | null {
  const match = /^x-ratelimit-(limit|remaining|reset)-(.+)$/.exec(header);
  return match === null ? null : { limit: limitName(match[2] as string), part: match[1] as Part };
}

/**
 * `anthropic-ratelimit-input-tokens-remaining`; for subscriptions `anthropic-ratelimit-unified-5h-utilization`, a part from
 * 0 to 1 instead of counts.
 */
function anthropicPart(header: string): FoundPart | null {
  const match = /^anthropic-ratelimit-(.+)-(limit|remaining|reset|utilization|status)$/.exec(header);
  if (match === null) return null;
  const limit = (match[1] as string).replace(/^unified-/, '');
  // The words on all windows together, which the windows say themselves.
  return limit === 'unified' ? null : { limit: limitName(limit), part: match[2] as Part };
}

/** ChatGPT's backend, as Codex is told: `x-codex-primary-used-percent`, `-reset-at`. Seen in clients that read it, 2026. */
function codexPart(header: string): FoundPart | null {
  const match = /^x-codex-(primary|secondary)-(used-percent|reset-at)$/.exec(header);
  if (match === null) return null;
  return { limit: `${match[1]} window`, part: match[2] === 'reset-at' ? 'reset' : 'used-percent' };
}

/** OpenRouter's and others' single limit; `ratelimit-*` of the IETF's drafts. */
function barePart(header: string): FoundPart | null {
  const match = /^(?:x-)?ratelimit-(limit|remaining|reset)$/.exec(header);
  return match === null ? null : { limit: 'requests', part: match[1] as Part };
}

/** `tokens-minute` is `tokens per minute`. */
function limitName(written: string): string {
  const windowed = /^(.+)-(second|minute|hour|day|month)$/.exec(written);
  const what = (windowed?.[1] ?? written).replace(/^req$/, 'requests').replaceAll(/[-_]/g, ' ');
  return windowed === null ? what : `${what} per ${windowed[2]}`;
}

/** Null where the headers say nothing that could be shown. */
function gaugeOf({ name, parts }: Draft, receivedAt: number): RateGauge | null {
  const limit = count(parts.limit);
  const remaining = count(parts.remaining);
  const usedPart = usedPartOf(parts, limit, remaining);
  if (limit === null && remaining === null && usedPart === null) return null;
  const resetsAt = parts.reset === undefined ? null : parseMoment(parts.reset, receivedAt);
  return { name, limit, remaining, usedPart, resetsAt, status: parts.status ?? null };
}

function usedPartOf(parts: Draft['parts'], limit: number | null, remaining: number | null): number | null {
  const told = count(parts.utilization);
  if (told !== null) return clamped(told);
  const percent = count(parts['used-percent']);
  if (percent !== null) return clamped(percent / 100);
  if (limit === null || remaining === null) return null;
  return limit === 0 ? 1 : clamped((limit - remaining) / limit);
}

function count(text: string | undefined): number | null {
  // Some list several windows: `100, 100;w=60`. The first is the one in force.
  const match = /^-?\d+(\.\d+)?/.exec(text ?? '');
  return match === null ? null : Number(match[0]);
}

function clamped(part: number): number {
  return Math.min(1, Math.max(0, part));
}

/** Azure's and OpenAI's `retry-after-ms` is finer than the standard's seconds or date. */
function readRetryAfter(headers: HeaderList, receivedAt: number): number | null {
  const precise = count(headerValue(headers, 'retry-after-ms') ?? undefined);
  if (precise !== null) return Math.max(0, precise);
  const text = headerValue(headers, 'retry-after');
  return text === null ? null : parseWait(text, receivedAt);
}
