/** The authority in words. Pure. */
import type { AuthorityFacts } from '../../../shared/model/interception.ts';

const dayMs = 86_400_000;

/** `2026-11-22` in local time. */
export function dayText(epochMs: number): string {
  const date = new Date(epochMs);
  const parts = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'));
  return [date.getFullYear(), ...parts].join('-');
}

/** How long it is good for. It is renewed by itself 14 days before its end, at the next start. */
export function authorityState(
  { validUntil }: AuthorityFacts,
  now: number,
): { readonly text: string; readonly isWarning: boolean } {
  const days = Math.floor((validUntil - now) / dayMs);
  if (days < 0) return { text: 'it has ended: renew it', isWarning: true };
  return { text: days === 1 ? '1 day left' : `${days} days left`, isWarning: days < 14 };
}

/** A fingerprint in lines of eight bytes. */
export function fingerprintLines(fingerprint: string): readonly string[] {
  const bytes = fingerprint.split(':');
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 8) lines.push(bytes.slice(at, at + 8).join(' '));
  return lines;
}
