/**
 * The filter language of the list: free text and `name:value` terms, all of which must hold; a leading `-` turns a term
 * round. `"quoted words"` are one term.
 *
 *   status:429 status:4xx status:>=400 · upstream:openai · endpoint:local · model:sonnet · is:streaming · tool:edit ·
 *   client:claude · path:/v1/messages · ttft:>2s · total:<500ms · tokens:>1000 · in: out: rate:
 */
import type { ExchangeSummary } from '../../shared/model/exchange.ts';

export type Matcher = (summary: ExchangeSummary) => boolean;

/** Names that the filter knows, for hints. */
export const filterNames = [
  'status',
  'upstream',
  'endpoint',
  'model',
  'is',
  'tool',
  'client',
  'path',
  'ttft',
  'total',
  'tokens',
  'in',
  'out',
  'rate',
] as const;

/** Values of `is:`. */
export const stateNames = [
  'live',
  'streaming',
  'waiting',
  'ended',
  'complete',
  'error',
  'failed',
  'truncated',
  'aborted',
  'interrupted',
  'stream',
  'json',
  'socket',
  'ours',
  'verbatim',
  'tool',
] as const;

let remembered: { readonly text: string; readonly matcher: Matcher } | null = null;

/** The matcher of a filter text; answers are kept per summary, so that an unchanged row costs nothing in the next batch. */
export function matcherOf(text: string): Matcher {
  if (remembered?.text === text) return remembered.matcher;
  const matcher = remember(parseFilter(text));
  remembered = { text, matcher };
  return matcher;
}

/** A filter text as a predicate. Never throws: what is no known term is free text. */
export function parseFilter(text: string): Matcher {
  const terms = splitTerms(text).map(parseTerm);
  if (terms.length === 0) return () => true;
  return (summary) => terms.every((term) => term(summary));
}

function remember(matcher: Matcher): Matcher {
  const answers = new WeakMap<ExchangeSummary, boolean>();
  return (summary) => {
    const known = answers.get(summary);
    if (known !== undefined) return known;
    const answer = matcher(summary);
    answers.set(summary, answer);
    return answer;
  };
}

/** Splits at spaces outside of double quotes; quotes are dropped. An unclosed quote reaches to the end. */
function splitTerms(text: string): readonly string[] {
  const terms = text.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
  return terms.map((term) => term.replaceAll('"', '')).filter((term) => term !== '' && term !== '-');
}

function parseTerm(term: string): Matcher {
  if (term.startsWith('-')) {
    const wanted = parseTerm(term.slice(1));
    return (summary) => !wanted(summary);
  }
  const colon = term.indexOf(':');
  if (colon > 0) {
    const value = term.slice(colon + 1);
    const named = parseNamed(term.slice(0, colon).toLowerCase(), value.toLowerCase());
    // `status:` while the value is still being typed hides nothing.
    if (named) return value === '' ? () => true : named;
  }
  const wanted = term.toLowerCase();
  return (summary) => searchText(summary).includes(wanted);
}

function parseNamed(name: string, value: string): Matcher | null {
  switch (name) {
    case 'status':
      return statusMatcher(value);
    case 'upstream':
      return contains(value, (summary) => summary.upstream);
    case 'endpoint':
      return contains(value, (summary) => summary.endpoint);
    case 'model':
      return contains(value, (summary) => summary.model);
    case 'client':
      return contains(value, (summary) => `${summary.client.program ?? ''} ${summary.client.userAgent ?? ''}`);
    case 'path':
      return contains(value, (summary) => summary.target);
    case 'tool':
      return contains(value, (summary) =>
        summary.row.kind === 'tool-call' ? `${summary.row.label ?? ''} ${summary.row.text}` : null,
      );
    case 'is':
      return (summary) => hasState(summary, value);
    case 'ttft':
      return comparison(value, parseDuration, (summary) => since(summary.startedAt, summary.firstTokenAt));
    case 'total':
      return comparison(value, parseDuration, (summary) => since(summary.startedAt, summary.endedAt));
    case 'tokens':
      return comparison(value, parseCount, totalTokens);
    case 'in':
      return comparison(value, parseCount, (summary) => summary.usage.inputTokens);
    case 'out':
      return comparison(value, parseCount, outputTokens);
    case 'rate':
      return comparison(value, parseCount, (summary) => summary.tokensPerSecond);
    default:
      return null;
  }
}

function contains(value: string, read: (summary: ExchangeSummary) => string | null): Matcher {
  return (summary) => read(summary)?.toLowerCase().includes(value) ?? false;
}

function statusMatcher(value: string): Matcher {
  const family = /^([1-5])(xx|\*)$/.exec(value);
  if (family) return (summary) => summary.status !== null && Math.floor(summary.status / 100) === Number(family[1]);
  return comparison(value, parseCount, (summary) => summary.status);
}

/** `>2s`, `<=100`, `5` (equal). A value that cannot be read matches nothing; so does a missing figure. */
function comparison(
  value: string,
  parse: (text: string) => number | null,
  read: (summary: ExchangeSummary) => number | null,
): Matcher {
  const [, operator, rest] = /^(>=|<=|>|<|=)?(.*)$/.exec(value) ?? [];
  const wanted = parse(rest ?? '');
  if (wanted === null) return () => rest === '';
  return (summary) => {
    const actual = read(summary);
    if (actual === null) return false;
    switch (operator) {
      case '>':
        return actual > wanted;
      case '>=':
        return actual >= wanted;
      case '<':
        return actual < wanted;
      case '<=':
        return actual <= wanted;
      default:
        return actual === wanted;
    }
  };
}

/** Milliseconds of `2s`, `250ms`, `1.5m`; a bare number is seconds. */
function parseDuration(text: string): number | null {
  const found = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text);
  if (!found) return null;
  const scale = found[2] === 'ms' ? 1 : found[2] === 'm' ? 60_000 : 1_000;
  return Number(found[1]) * scale;
}

/** `1200`, `1.2k`, `3m`. */
function parseCount(text: string): number | null {
  const found = /^(\d+(?:\.\d+)?)([km])?$/.exec(text.replaceAll(',', ''));
  if (!found) return null;
  return Number(found[1]) * (found[2] === 'k' ? 1_000 : found[2] === 'm' ? 1_000_000 : 1);
}

function since(start: number, end: number | null): number | null {
  return end === null ? null : end - start;
}

function outputTokens(summary: ExchangeSummary): number | null {
  return summary.usage.outputTokens ?? summary.estimatedOutputTokens;
}

function totalTokens(summary: ExchangeSummary): number | null {
  const output = outputTokens(summary);
  if (summary.usage.totalTokens !== null) return summary.usage.totalTokens;
  return summary.usage.inputTokens === null && output === null
    ? null
    : (summary.usage.inputTokens ?? 0) + (output ?? 0);
}

function hasState(summary: ExchangeSummary, state: string): boolean {
  switch (state) {
    case 'live':
      return summary.phase !== 'ended';
    case 'streaming':
      return summary.phase === 'streaming';
    case 'waiting':
      return summary.phase === 'requesting' || summary.phase === 'waiting';
    case 'ended':
      return summary.phase === 'ended';
    case 'complete':
    case 'failed':
    case 'truncated':
    case 'interrupted':
      return summary.end === state;
    case 'aborted':
      return summary.end === 'client-aborted';
    case 'error':
      return hasError(summary);
    case 'stream':
      return summary.isStreaming;
    case 'json':
      return summary.framing === 'json';
    case 'socket':
      return summary.isWebSocket;
    case 'ours':
      return summary.injectedBytes > 0 || summary.failure !== null;
    case 'verbatim':
      return summary.isVerbatim === true;
    case 'tool':
      return summary.row.kind === 'tool-call';
    default:
      // Still being typed (`is:str`): matches what the known names beginning so would match.
      return stateNames.some((name) => name !== state && name.startsWith(state) && hasState(summary, name));
  }
}

function hasError(summary: ExchangeSummary): boolean {
  const isBadEnd = summary.end === 'failed' || summary.end === 'truncated' || summary.end === 'interrupted';
  return isBadEnd || summary.providerError !== null || (summary.status !== null && summary.status >= 400);
}

const searchTexts = new WeakMap<ExchangeSummary, string>();

function searchText(summary: ExchangeSummary): string {
  const known = searchTexts.get(summary);
  if (known !== undefined) return known;
  const { row, client, providerError, failure } = summary;
  const text = [
    row.label,
    row.text,
    summary.model,
    summary.upstream,
    summary.endpoint,
    summary.method,
    summary.target,
    summary.status,
    client.program,
    client.pid,
    providerError?.type,
    providerError?.message,
    failure?.kind,
    failure?.message,
    summary.finishReason,
    summary.end,
    summary.id,
  ]
    .filter((part) => part !== null && part !== undefined)
    .join(' ')
    .toLowerCase();
  searchTexts.set(summary, text);
  return text;
}
