/**
 * A filter text as a tree: terms side by side must all hold, `OR` binds looser, `-` and `NOT` turn one term round,
 * parentheses group. Never throws and never gives up: a term that cannot be understood becomes a problem with its place
 * and is left out, so that a filter that is still being typed hides nothing by mistake.
 */
import { checkFieldValue } from './check-field-value.ts';
import { fieldNamed, filterFieldNames } from './filter-fields.ts';
import type { FilterNode, FilterOperator, FilterProblem, ParsedFilter } from './filter-node.ts';
import type { FilterToken } from './filter-token.ts';
import { lexFilter } from './lex-filter.ts';
import { nearestWord } from './nearest-word.ts';

const everything: FilterNode = { kind: 'all', nodes: [] };
/** Deeper groups are read as if they were closed: no text can exhaust the stack. */
const maxDepth = 64;

type Cursor = {
  readonly tokens: readonly FilterToken[];
  at: number;
  depth: number;
  readonly problems: FilterProblem[];
};

/** Never throws. */
export function parseFilter(text: string): ParsedFilter {
  const cursor: Cursor = { tokens: lexFilter(text), at: 0, depth: 0, problems: [] };
  const nodes: FilterNode[] = [];
  while (cursor.at < cursor.tokens.length) {
    const node = parseAny(cursor);
    if (node !== null) nodes.push(node);
    // A `)` that closes nothing cannot come from the lexer; whatever stops the grammar is stepped over.
    if (cursor.tokens[cursor.at] !== undefined) cursor.at += 1;
  }
  return { node: joined('all', nodes) ?? everything, problems: cursor.problems };
}

function parseAny(cursor: Cursor): FilterNode | null {
  const nodes: FilterNode[] = [];
  for (;;) {
    const node = parseAll(cursor);
    if (node !== null) nodes.push(node);
    const token = cursor.tokens[cursor.at];
    if (token?.kind !== 'or') return joined('any', nodes);
    cursor.at += 1;
    const next = cursor.tokens[cursor.at];
    if (node === null) complain(cursor, token, 'OR needs a term before it.');
    else if (next === undefined || next.kind === 'close') complain(cursor, token, 'OR needs a term behind it.');
  }
}

function parseAll(cursor: Cursor): FilterNode | null {
  const nodes: FilterNode[] = [];
  for (;;) {
    const token = cursor.tokens[cursor.at];
    if (token === undefined || token.kind === 'or' || token.kind === 'close') return joined('all', nodes);
    if (token.kind === 'and') {
      cursor.at += 1;
      continue;
    }
    const node = parseTerm(cursor);
    if (node !== null) nodes.push(node);
  }
}

function parseTerm(cursor: Cursor): FilterNode | null {
  const token = cursor.tokens[cursor.at] as FilterToken;
  cursor.at += 1;
  switch (token.kind) {
    case 'not':
      return parseNot(cursor, token);
    case 'open':
      return parseGroup(cursor, token);
    case 'field':
      return parseField(cursor, token);
    default:
      return parseText(cursor, token);
  }
}

function parseNot(cursor: Cursor, token: FilterToken): FilterNode | null {
  let isTurned = true;
  while (cursor.tokens[cursor.at]?.kind === 'not') {
    isTurned = !isTurned;
    cursor.at += 1;
  }
  const next = cursor.tokens[cursor.at];
  if (next === undefined || next.kind === 'or' || next.kind === 'and' || next.kind === 'close') {
    complain(cursor, token, `${token.text} needs a term behind it.`);
    return null;
  }
  const node = parseTerm(cursor);
  return node === null || !isTurned ? node : { kind: 'not', node };
}

function parseGroup(cursor: Cursor, token: FilterToken): FilterNode | null {
  if (cursor.depth >= maxDepth) {
    complain(cursor, token, 'Too many parentheses inside each other.');
    return null;
  }
  cursor.depth += 1;
  const node = parseAny(cursor);
  cursor.depth -= 1;
  if (cursor.tokens[cursor.at]?.kind === 'close') cursor.at += 1;
  else complain(cursor, token, 'This parenthesis is not closed.');
  return node;
}

function parseField(cursor: Cursor, token: FilterToken): FilterNode | null {
  const operator = takeIf(cursor, 'operator');
  const value = takeIf(cursor, 'value');
  checkQuote(cursor, value);
  const field = fieldNamed(token.text);
  if (field === null) return parseUnknownField(cursor, token, operator, value);
  const end = (value ?? operator ?? token).end;
  const place = { start: token.start, end };
  if (value === null || (value.text === '' && !value.isQuoted)) {
    complain(cursor, place, `${token.text}: needs a value.`);
    return null;
  }
  const fault = checkFieldValue(field, (operator?.text ?? null) as FilterOperator | null, value.text);
  if (fault !== null) {
    complain(cursor, { start: (operator ?? value).start, end }, fault);
    return null;
  }
  return { kind: 'field', field, operator: (operator?.text ?? null) as FilterOperator | null, value: value.text };
}

/** `note:this` may well be a text to look for: it is, and the problem says so. */
function parseUnknownField(
  cursor: Cursor,
  token: FilterToken,
  operator: FilterToken | null,
  value: FilterToken | null,
): FilterNode {
  const near = nearestWord(token.text, filterFieldNames);
  const hint = near === null ? '' : ` Did you mean ${near}:?`;
  complain(cursor, token, `There is no field ${token.text}:, so it is looked for as text.${hint}`);
  const written = `${token.text}:${operator?.text ?? ''}${value?.text ?? ''}`;
  return { kind: 'text', text: written.toLowerCase(), isPhrase: true };
}

function parseText(cursor: Cursor, token: FilterToken): FilterNode | null {
  checkQuote(cursor, token);
  const text = token.text.trim().toLowerCase();
  // A lone dash, or quotes with nothing in them yet.
  return text === '' || text === '-' ? null : { kind: 'text', text, isPhrase: token.isQuoted };
}

function takeIf(cursor: Cursor, kind: FilterToken['kind']): FilterToken | null {
  const token = cursor.tokens[cursor.at];
  if (token?.kind !== kind) return null;
  cursor.at += 1;
  return token;
}

function checkQuote(cursor: Cursor, token: FilterToken | null): void {
  if (token?.isQuoted === true && !token.isClosed) complain(cursor, token, 'This quote is not closed.');
}

function complain({ problems }: Cursor, { start, end }: { start: number; end: number }, message: string): void {
  problems.push({ message, start, end });
}

function joined(kind: 'all' | 'any', nodes: readonly FilterNode[]): FilterNode | null {
  return nodes.length > 1 ? { kind, nodes } : (nodes[0] ?? null);
}
