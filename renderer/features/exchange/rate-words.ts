/** Rate limits and attempts in words and as a curve. Pure. */
import type { Attempt } from '../../../shared/model/conversation.ts';
import type { RateGauge, RateHistory } from '../../../shared/model/rate-limits.ts';
import { withCommas } from '../../lib/format.ts';

/** `3,999 of 4,000`, `42 % used`; and when it is full again, from the response on. */
export function gaugeWords(
  { limit, remaining, usedPart, resetsAt }: RateGauge,
  receivedAt: number,
): { readonly figures: string; readonly reset: string | null } {
  const percent = usedPart === null ? '' : `${Number((usedPart * 100).toFixed(1))} % used`;
  const left = remaining === null ? null : withCommas(remaining);
  const figures =
    left !== null && limit !== null
      ? `${left} of ${withCommas(limit)} left`
      : left !== null
        ? `${left} left`
        : percent || withCommas(limit ?? 0);
  const waitMs = resetsAt === null ? null : resetsAt - receivedAt;
  return { figures, reset: waitMs === null || waitMs <= 0 ? null : `in ${waitWords(waitMs)}` };
}

/** The vendor warns, or less than a tenth is left. */
export function isNearlyUsed({ usedPart, status }: RateGauge): boolean {
  return (usedPart !== null && usedPart >= 0.9) || (status !== null && status !== 'allowed');
}

/** `12 ms`, `1.2 s`, `6 min`, `4 h`. */
export function waitWords(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 120_000) return `${Number((durationMs / 1_000).toFixed(1))} s`;
  if (durationMs < 7_200_000) return `${Math.round(durationMs / 60_000)} min`;
  return durationMs < 172_800_000
    ? `${Math.round(durationMs / 3_600_000)} h`
    : `${Math.round(durationMs / 86_400_000)} d`;
}

/** Used part over the answers, one step each, in a box of 100 by 20; full is at the top. */
export function curvePath(points: RateHistory['points']): string {
  const step = 100 / Math.max(1, points.length - 1);
  return points
    .map(({ usedPart }, at) => `${at === 0 ? 'M' : 'L'}${(at * step).toFixed(2)} ${(19 - usedPart * 18).toFixed(2)}`)
    .join(' ');
}

/** `attempt 2 of 3, waited 1.2 s`; null where it is not one of several. */
export function attemptWords(id: string, attempts: readonly Attempt[] | undefined): string | null {
  const at = attempts?.findIndex((attempt) => attempt.id === id) ?? -1;
  const attempt = attempts?.[at];
  if (attempts === undefined || attempt === undefined) return null;
  const place = `attempt ${at + 1} of ${attempts.length}`;
  return attempt.waitedMs === null ? place : `${place}, waited ${waitWords(attempt.waitedMs)}`;
}
