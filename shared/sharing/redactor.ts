/** Replaces findings by stand-ins: the same value has the same stand-in everywhere in what is shared. */
import type { SharingRule } from './rules.ts';
import { findingId, scanText, type TextFinding } from './scan-text.ts';

export type RedactorOptions = {
  readonly rules: readonly SharingRule[];
  /** Ids of findings (`findingId`) that stay as they are. */
  readonly keep: ReadonlySet<string>;
};

export type Redactor = {
  /** What is to be replaced in a text, in order. */
  readonly find: (text: string) => readonly TextFinding[];
  readonly standIn: (finding: Pick<TextFinding, 'rule' | 'value'>) => string;
  readonly text: (text: string) => string;
  /** Does a value that was replaced before stand in this text? The last look before something leaves. */
  readonly leaksInto: (text: string) => boolean;
};

/** Shorter values are words that stand elsewhere by chance. */
const leastEverywhere = 6;

/** Of one export: the same value gets the same stand-in everywhere in it. */
export function createRedactor({ rules, keep }: RedactorOptions): Redactor {
  const standIns = new Map<string, string>();
  const everywhere = new Map<string, SharingRule>();
  const counts = new Map<string, number>();

  const standIn: Redactor['standIn'] = ({ rule, value }) => {
    const key = rule.id === 'home-folder' ? `path ${value}` : value;
    const known = standIns.get(key);
    if (known !== undefined) return known;
    const kind = rule.category === 'secret' ? 'secret' : rule.id;
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    const made = standInOf(rule, number);
    standIns.set(key, made);
    if (rule.isEverywhere && value.length >= leastEverywhere) everywhere.set(value, rule);
    return made;
  };
  const find: Redactor['find'] = (text) => {
    const found = scanText(text, rules).filter(({ value }) => !keep.has(findingId(value)) && !isStandIn(value));
    const more: TextFinding[] = [];
    for (const [value, rule] of everywhere) {
      for (let start = text.indexOf(value); start >= 0; start = text.indexOf(value, start + value.length)) {
        const end = start + value.length;
        if ([...found, ...more].every((other) => start >= other.end || other.start >= end)) {
          more.push({ rule, value, start, end });
        }
      }
    }
    return more.length === 0 ? found : [...found, ...more].sort((one, other) => one.start - other.start);
  };
  return {
    find,
    standIn,
    text: (text) => {
      const found = find(text);
      if (found.length === 0) return text;
      let result = '';
      let at = 0;
      for (const finding of found) {
        result += text.slice(at, finding.start) + standIn(finding);
        at = finding.end;
      }
      return result + text.slice(at);
    },
    leaksInto: (text) => [...everywhere.keys()].some((value) => text.includes(value)),
  };
}

/** Stand-ins have the shape of what they stand for, in names and numbers that are reserved for examples. */
function standInOf(rule: SharingRule, number: number): string {
  switch (rule.id) {
    case 'email':
      return `person-${number}@example.com`;
    case 'home-folder':
      return `user-${number}`;
    case 'ip-address':
      return `192.0.2.${number % 256}`;
    case 'phone':
      return `+1-555-01${String(number % 100).padStart(2, '0')}`;
    default:
      return `REDACTED-${number}`;
  }
}

function isStandIn(value: string): boolean {
  return /^(?:person-\d+@example\.com|user-\d+|REDACTED-\d+)$/.test(value);
}
