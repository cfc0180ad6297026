/** A parsed filter as a predicate over summaries. What a summary cannot tell (price, time, full text) is handed in. */
import { assertNever } from '../lib/assert-never.ts';
import type { ExchangeId, ExchangeSummary } from '../model/exchange.ts';
import { figureParsers, rangeEnds, statusFamily } from './check-field-value.ts';
import { type FilterField, filterFields } from './filter-fields.ts';
import type { FilterNode, FilterOperator } from './filter-node.ts';
import { parseMoment, textTest } from './filter-values.ts';
import { searchText } from './summary-readings.ts';

export type Matcher = (summary: ExchangeSummary) => boolean;

export type MatchContext = {
  /** Epoch ms: what `age:`, `before:today` and `after:2h` are counted from. */
  readonly now: number;
  /** US dollars; null where the price is not known. */
  readonly costOf: (summary: ExchangeSummary) => number | null;
  /** Exchanges in whose prompts, answers, headers or errors these words (in lower case) stand; null: not known yet. */
  readonly textHits: (text: string) => ReadonlySet<ExchangeId> | null;
};

/** Never throws on a tree that `parseFilter` gave. */
export function compileFilter(node: FilterNode, context: MatchContext): Matcher {
  switch (node.kind) {
    case 'all': {
      const matchers = node.nodes.map((child) => compileFilter(child, context));
      return (summary) => matchers.every((matches) => matches(summary));
    }
    case 'any': {
      const matchers = node.nodes.map((child) => compileFilter(child, context));
      return (summary) => matchers.some((matches) => matches(summary));
    }
    case 'not': {
      const matches = compileFilter(node.node, context);
      return (summary) => !matches(summary);
    }
    case 'text': {
      const hits = context.textHits(node.text);
      return (summary) => hits?.has(summary.id) === true || searchText(summary).includes(node.text);
    }
    case 'field':
      return compileField(filterFields[node.field], node.operator, node.value, context);
    default:
      return assertNever(node);
  }
}

function compileField(
  field: FilterField,
  operator: FilterOperator | null,
  value: string,
  context: MatchContext,
): Matcher {
  switch (field.kind) {
    case 'text':
      return textMatcher(field.read, operator, value);
    case 'words': {
      const word = value.toLowerCase();
      return turned(operator === '!=', (summary) => field.holds(summary, word));
    }
    case 'before':
    case 'after': {
      const moment = parseMoment(value, context.now) ?? 0;
      return field.kind === 'before'
        ? (summary) => summary.startedAt < moment
        : (summary) => summary.startedAt >= moment;
    }
    case 'age':
      return figureMatcher('age', operator, value, (summary) => context.now - summary.startedAt);
    case 'cost':
      return figureMatcher('cost', operator, value, context.costOf);
    case 'status': {
      const family = operator === null ? statusFamily(value) : null;
      if (family === null) return figureMatcher('status', operator, value, field.read);
      return (summary) => summary.status !== null && Math.floor(summary.status / 100) === family;
    }
    default:
      return figureMatcher(field.kind, operator, value, field.read);
  }
}

/** Without operator: contains, or matches the glob. `=` and `!=`: the whole text. */
function textMatcher(
  read: (summary: ExchangeSummary) => string | null,
  operator: FilterOperator | null,
  value: string,
): Matcher {
  const lower = value.toLowerCase();
  const isGlob = /[*?]/.test(value);
  const contains = textTest(value);
  const test = operator === null || isGlob ? contains : (text: string) => text.toLowerCase() === lower;
  return turned(operator === '!=', (summary) => {
    const text = read(summary);
    if (text === null) return false;
    // A tool's glob is about its name: `tool:read*` shall not fail on the argument behind it.
    return test(text) || (isGlob && text.split(' ').some(test));
  });
}

/** An exchange without the figure passes no comparison of it. */
function figureMatcher(
  kind: keyof typeof figureParsers,
  operator: FilterOperator | null,
  value: string,
  read: (summary: ExchangeSummary) => number | null,
): Matcher {
  const parse = figureParsers[kind];
  const range = rangeEnds(value);
  const low = parse(range?.[0] ?? value);
  const high = range === null ? low : parse(range[1]);
  if (low === null || high === null) return () => true;
  const compare = range === null ? comparisons[operator ?? '='] : (actual: number) => actual >= low && actual <= high;
  return (summary) => {
    const actual = read(summary);
    return actual !== null && compare(actual, low);
  };
}

const comparisons: Readonly<Record<FilterOperator, (actual: number, wanted: number) => boolean>> = {
  '>': (actual, wanted) => actual > wanted,
  '>=': (actual, wanted) => actual >= wanted,
  '<': (actual, wanted) => actual < wanted,
  '<=': (actual, wanted) => actual <= wanted,
  '=': (actual, wanted) => actual === wanted,
  '!=': (actual, wanted) => actual !== wanted,
};

function turned(isTurned: boolean, matches: Matcher): Matcher {
  return isTurned ? (summary) => !matches(summary) : matches;
}

/** The words of a filter that only a full-text search can answer, each once, in lower case. */
export function filterTexts(node: FilterNode): readonly string[] {
  return textsOf(node, true);
}

/** Those of them that shall stand in what passes: excluded words are no hits. */
export function wantedTexts(node: FilterNode): readonly string[] {
  return textsOf(node, false);
}

function textsOf(node: FilterNode, isAll: boolean): readonly string[] {
  const texts = new Set<string>();
  const visit = (current: FilterNode, isExcluded: boolean): void => {
    if (current.kind === 'text') {
      if (isAll || !isExcluded) texts.add(current.text);
    } else if (current.kind === 'not') visit(current.node, !isExcluded);
    else if (current.kind !== 'field') for (const child of current.nodes) visit(child, isExcluded);
  };
  visit(node, false);
  return [...texts];
}
