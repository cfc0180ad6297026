/** What could be typed next in a filter: fields, their values as seen in the captures, words of `is:`, examples. */
import type { ExchangeSummary } from '../model/exchange.ts';
import { type FilterFieldName, fieldNamed, filterFieldNames, filterFields } from './filter-fields.ts';
import type { FilterToken } from './filter-token.ts';
import { lexFilter } from './lex-filter.ts';
import { hostOf, providerOf } from './summary-readings.ts';

export type FilterSuggestion = {
  /** Replaces the characters from `start` to `end` of the completion. */
  readonly insert: string;
  readonly detail: string;
  /** `field`: more has to be typed behind it. */
  readonly kind: 'field' | 'value';
};

export type FilterCompletion = {
  readonly start: number;
  readonly end: number;
  readonly suggestions: readonly FilterSuggestion[];
};

/** Values that occur, most frequent first, with their counts. */
export type SeenValues = Readonly<Partial<Record<FilterFieldName, readonly SeenValue[]>>>;
export type SeenValue = { readonly value: string; readonly count: number };

const maxSuggestions = 12;
const exampleOperators = ['>', '>=', '<', '<='] as const;

/** Suggestions for the term at `caret`; none while words in quotes are typed. */
export function completeFilter(text: string, caret: number, seen: SeenValues): FilterCompletion {
  const tokens = lexFilter(text);
  const index = tokens.findIndex(({ start, end }) => start < caret && caret <= end);
  const token = tokens[index];
  const none = { start: caret, end: caret, suggestions: [] };
  if (token === undefined || token.kind === 'not' || token.kind === 'open' || token.text === '-') {
    return { start: caret, end: caret, suggestions: fieldSuggestions('').slice(0, maxSuggestions) };
  }
  if (token.kind === 'word') {
    const suggestions = fieldSuggestions(token.text.toLowerCase()).slice(0, maxSuggestions);
    return { start: token.start, end: token.end, suggestions };
  }
  const ownerIndex = tokens.findLastIndex(({ kind }, at) => at <= index && kind === 'field');
  const owner = tokens[ownerIndex];
  const isPart = token.kind === 'field' || token.kind === 'operator' || token.kind === 'value';
  const field = owner === undefined || !isPart ? null : fieldNamed(owner.text);
  if (field === null || owner === undefined) return none;
  const end = termEnd(tokens, ownerIndex);
  const typed = text.slice(owner.end, Math.max(caret, owner.end));
  const suggestions = valueSuggestions(field, typed, seen).slice(0, maxSuggestions);
  return { start: owner.end, end, suggestions };
}

/** The values of `summaries` that a filter can name. */
export function seenValues(summaries: Iterable<ExchangeSummary>): SeenValues {
  const counts = new Map<FilterFieldName, Map<string, number>>();
  const add = (field: FilterFieldName, value: string | number | null): void => {
    if (value === null || value === '') return;
    const values = counts.get(field) ?? new Map<string, number>();
    counts.set(field, values.set(String(value), (values.get(String(value)) ?? 0) + 1));
  };
  for (const summary of summaries) {
    add('model', summary.model);
    add('upstream', summary.upstream);
    add('endpoint', summary.endpoint);
    add('format', summary.format);
    add('provider', providerOf(summary)?.split(' ')[0] ?? null);
    add('program', summary.client.program);
    add('method', summary.method);
    add('path', summary.path);
    add('host', hostOf(summary));
    add('status', summary.status);
    add('finish', summary.finishReason);
    add('error', summary.providerError?.type ?? summary.failure?.kind ?? null);
    if (summary.row.kind === 'tool-call') add('tool', summary.row.label);
  }
  const sorted = [...counts].map(([field, values]) => {
    const list = [...values].map(([value, count]) => ({ value, count }));
    return [field, list.sort((left, right) => right.count - left.count)] as const;
  });
  return Object.fromEntries(sorted);
}

/** The end of the value that belongs to the field at `index`. */
function termEnd(tokens: readonly FilterToken[], index: number): number {
  let end = (tokens[index] as FilterToken).end;
  for (const { kind, end: next } of tokens.slice(index + 1, index + 3)) {
    if (kind !== 'operator' && kind !== 'value') break;
    end = next;
  }
  return end;
}

function fieldSuggestions(typed: string): readonly FilterSuggestion[] {
  return filterFieldNames
    .filter((name) => name.startsWith(typed))
    .map((name) => ({ insert: `${name}:`, detail: filterFields[name].help, kind: 'field' }));
}

function valueSuggestions(name: FilterFieldName, typed: string, seen: SeenValues): readonly FilterSuggestion[] {
  const field = filterFields[name];
  const lower = typed.replace(/^"/, '').toLowerCase();
  const value = (insert: string, detail: string): FilterSuggestion => ({ insert, detail, kind: 'value' });
  if (field.kind === 'words') {
    return field.words.filter((word) => word.startsWith(lower)).map((word) => value(word, field.help));
  }
  const known = (seen[name] ?? [])
    .filter((candidate) => candidate.value.toLowerCase().includes(lower) && candidate.value.toLowerCase() !== lower)
    .map((candidate) =>
      value(quotedIfNeeded(candidate.value), candidate.count === 1 ? 'once' : `${candidate.count} times`),
    );
  if (field.kind === 'text') return known;
  const examples = exampleValues(name, field.example).filter(
    (example) => example.startsWith(typed) && example !== typed,
  );
  return [...known, ...examples.map((example) => value(example, field.help))];
}

/** The example, and with each operator where it has one. */
function exampleValues(name: FilterFieldName, example: string): readonly string[] {
  if (name === 'before' || name === 'after') return ['today', 'yesterday', '1h', '14:30'];
  if (name === 'status') return ['>=400', '2xx', '4xx', '5xx', '429'];
  const figure = example.replace(/^[<>=]+/, '');
  return figure === example
    ? [example]
    : [example, ...exampleOperators.map((sign) => `${sign}${figure}`).filter((word) => word !== example)];
}

function quotedIfNeeded(value: string): string {
  return /[\s()"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value;
}
