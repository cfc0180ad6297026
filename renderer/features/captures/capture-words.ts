/** Captures in words. Pure. */
import type { CaptureSummary } from '../../../shared/model/capture-summary.ts';
import { countOf, formatBytes, formatClock } from '../../lib/format.ts';

/** `24 exchanges, 1.2 MB`; `empty`. */
export function holdsWords({ exchangeCount, sizeBytes }: Pick<CaptureSummary, 'exchangeCount' | 'sizeBytes'>): string {
  return exchangeCount === 0 ? 'empty' : `${countOf(exchangeCount, 'exchange')}, ${formatBytes(sizeBytes)}`;
}

/** When its exchanges were: `today, 14:03 to 15:10`, `20 Nov, 09:12`, `20 Nov to 22 Nov`; of an empty one when it was begun. */
export function whenWords({ firstAt, lastAt, begunAt }: CaptureSummary, now: number): string {
  if (firstAt === null || lastAt === null) return `begun ${dayWord(begunAt, now)}, ${minute(begunAt)}`;
  const [from, to] = [dayWord(firstAt, now), dayWord(lastAt, now)];
  if (from !== to) return `${from} to ${to}`;
  const [first, last] = [minute(firstAt), minute(lastAt)];
  return first === last ? `${from}, ${first}` : `${from}, ${first} to ${last}`;
}

/** A name to begin with: `22 Nov 14:03`. */
export function suggestedName(taken: readonly string[], now: number): string {
  const name = `${day(now)} ${minute(now)}`;
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name} (${count})`;
    if (!taken.includes(candidate)) return candidate;
  }
}

/** What deleting takes along. */
export function deletionWords({ name, exchangeCount, sizeBytes }: CaptureSummary): string {
  if (exchangeCount === 0) return `Delete “${name}”? There is nothing in it.`;
  const what = `${countOf(exchangeCount, 'exchange')} (${formatBytes(sizeBytes)})`;
  return `Delete “${name}” and its ${what}, pinned ones too?`;
}

function minute(at: number): string {
  return formatClock(at).slice(0, 5);
}

function dayWord(at: number, now: number): string {
  return day(at) === day(now) ? 'today' : day(at);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function day(at: number): string {
  const date = new Date(at);
  return `${date.getDate()} ${months[date.getMonth()]}`;
}
