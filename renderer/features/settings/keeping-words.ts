/** The choices of how long captures are kept, and what they would do, in words. Pure. */
import type { RetentionPreview, RetentionRules } from '../../../shared/model/retention.ts';
import { countOf, formatBytes, withCommas } from '../../lib/format.ts';

type Limit = {
  readonly key: keyof RetentionRules;
  readonly title: string;
  readonly about: string;
  readonly steps: readonly number[];
};

/** The limits in the order in which they are shown. */
export const limits: readonly Limit[] = [
  { key: 'maxAgeDays', title: 'Age', about: 'Since the request came', steps: [1, 7, 30, 90, 365] },
  {
    key: 'maxBytes',
    title: 'Size',
    about: 'Of everything kept, packed on disk',
    steps: [500e6, 1e9, 2e9, 5e9, 10e9, 50e9],
  },
  { key: 'maxCount', title: 'Number', about: 'Of exchanges', steps: [1_000, 10_000, 50_000, 100_000] },
];

/** Options of one limit; a value of the settings file that is none of ours is one, too. */
export function limitOptions({ key, steps }: Limit, value: number | null): { value: string; title: string }[] {
  const all = value === null || steps.includes(value) ? steps : [...steps, value].sort((left, right) => left - right);
  return [
    { value: '', title: key === 'maxAgeDays' ? 'For ever' : 'Any' },
    ...all.map((step) => ({ value: String(step), title: limitWords(key, step) })),
  ];
}

function limitWords(key: keyof RetentionRules, value: number): string {
  if (key === 'maxAgeDays') return countOf(value, 'day');
  return key === 'maxBytes' ? `At most ${formatBytes(value)}` : `At most ${withCommas(value)}`;
}

/** What applying rules would do now. */
export function previewWords({ count, sizeBytes, storedCount, storedBytes }: RetentionPreview): string {
  const stored = `${countOf(storedCount, 'exchange')} in ${formatBytes(storedBytes)}`;
  return count === 0
    ? `Kept: ${stored}. Nothing would be deleted now.`
    : `Kept: ${stored}. This would delete ${countOf(count, 'exchange')}, about ${formatBytes(sizeBytes)}.`;
}

/** Do both say the same? */
export function isSameRules(left: RetentionRules, right: RetentionRules): boolean {
  return limits.every(({ key }) => left[key] === right[key]);
}
