/** Says in words why a value does not fit its field; what passes here, the matcher can use. */
import { type FilterFieldName, filterFields } from './filter-fields.ts';
import type { FilterOperator } from './filter-node.ts';
import { parseCost, parseCount, parseDuration, parseMoment, parseSize } from './filter-values.ts';

/** How a figure of each kind is read. */
export const figureParsers = {
  count: parseCount,
  status: parseCount,
  duration: parseDuration,
  age: parseDuration,
  size: parseSize,
  cost: parseCost,
} as const;

const figureNames = {
  count: 'a number, such as 500, 10k or 1.5M',
  status: 'a status, such as 429, 4xx or >=400',
  duration: 'a duration, such as 250ms, 2s or 1.5m',
  age: 'a duration, such as 30m, 2h or 3d',
  size: 'a size, such as 512, 10KB or 1.5MB',
  cost: 'an amount of US dollars, such as 0.05',
} as const;

/** Null when the value fits. */
export function checkFieldValue(name: FilterFieldName, operator: FilterOperator | null, value: string): string | null {
  const field = filterFields[name];
  switch (field.kind) {
    case 'text':
      return operator === null || operator === '=' || operator === '!='
        ? null
        : `${name}: is text and cannot be compared by ${operator}.`;
    case 'words': {
      const isKnown = field.words.some((word) => word.startsWith(value.toLowerCase()));
      return isKnown ? null : `${name}: knows ${field.words.join(', ')}.`;
    }
    case 'before':
    case 'after':
      return parseMoment(value, 0) === null
        ? `${name}: needs a day or time, such as 2026-11-22, 14:30 or today.`
        : null;
    case 'status':
      if (operator === null && statusFamily(value) !== null) return null;
      return checkFigure(name, field.kind, value);
    default:
      return checkFigure(name, field.kind, value);
  }
}

/** 4 of `4xx` and `4*`; null for anything else. */
export function statusFamily(value: string): number | null {
  const found = /^([1-5])(?:xx|\*)$/i.exec(value);
  return found === null ? null : Number(found[1]);
}

/** The two ends of `400..499`; null when it is no range. */
export function rangeEnds(value: string): readonly [string, string] | null {
  const at = value.indexOf('..');
  return at <= 0 || at + 2 >= value.length ? null : [value.slice(0, at), value.slice(at + 2)];
}

function checkFigure(name: string, kind: keyof typeof figureParsers, value: string): string | null {
  const parse = figureParsers[kind];
  const parts = rangeEnds(value) ?? [value];
  return parts.every((part) => parse(part) !== null) ? null : `${name}: needs ${figureNames[kind]}.`;
}
