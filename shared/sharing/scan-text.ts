/** Finds in a text what should not be shared. Pure: rules in, places out. */
import type { SharingRule } from './rules.ts';

export type TextFinding = {
  readonly rule: SharingRule;
  readonly value: string;
  /** Of the value, UTF-16. */
  readonly start: number;
  readonly end: number;
};

/** In order of their place, none within another. */
export function scanText(text: string, rules: readonly SharingRule[]): readonly TextFinding[] {
  if (text.length < 4) return [];
  const found: TextFinding[] = [];
  for (const rule of rules) {
    for (const match of text.matchAll(rule.pattern)) {
      const value = match[1] ?? match[0];
      const start = match.index + (match[1] === undefined ? 0 : match[0].lastIndexOf(match[1]));
      const end = start + value.length;
      if (!isFinding(value, rule) || found.some((other) => start < other.end && other.start < end)) continue;
      found.push({ rule, value, start, end });
    }
  }
  return found.sort((one, other) => one.start - other.start);
}

function isFinding(value: string, { leastEntropy, also, except }: SharingRule): boolean {
  if (except?.test(value) || also?.test(value) === false) return false;
  return leastEntropy === undefined || entropyOf(value) >= leastEntropy;
}

/** Bits per character. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Names a value without saying it: the same value has the same 8 hex digits (FNV-1a). */
export function findingId(value: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < value.length; index += 1) {
    hash = Math.imul(hash ^ value.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}
