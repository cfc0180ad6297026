/** Token classes of a filter text, for colours: every character of it belongs to exactly one span. */
import { fieldNamed } from './filter-fields.ts';
import type { FilterProblem } from './filter-node.ts';
import type { FilterToken } from './filter-token.ts';
import { lexFilter } from './lex-filter.ts';
import { parseFilter } from './parse-filter.ts';

export type FilterClass =
  | 'space'
  | 'field'
  | 'operator'
  | 'value'
  | 'text'
  | 'quoted'
  | 'negation'
  | 'keyword'
  | 'group';

export type FilterSpan = {
  readonly text: string;
  readonly class: FilterClass;
  readonly start: number;
  /** A problem covers it. */
  readonly isProblem: boolean;
};

/** The spans in order; together they are the text. */
export function highlightFilter(
  text: string,
  problems: readonly FilterProblem[] = parseFilter(text).problems,
): readonly FilterSpan[] {
  const spans: FilterSpan[] = [];
  let at = 0;
  const add = (end: number, name: FilterClass): void => {
    if (end <= at) return;
    const isProblem = name !== 'space' && problems.some((problem) => problem.start < end && problem.end > at);
    spans.push({ text: text.slice(at, end), class: name, start: at, isProblem });
    at = end;
  };
  for (const token of lexFilter(text)) {
    add(token.start, 'space');
    add(token.end, classOf(token));
  }
  add(text.length, 'space');
  return spans;
}

function classOf(token: FilterToken): FilterClass {
  switch (token.kind) {
    case 'open':
    case 'close':
      return 'group';
    case 'or':
    case 'and':
      return 'keyword';
    case 'not':
      return token.text === '-' ? 'negation' : 'keyword';
    case 'field':
      return fieldNamed(token.text) === null ? 'text' : 'field';
    case 'word':
      return 'text';
    default:
      return token.kind;
  }
}
