/**
 * Cuts a filter text into tokens. Never fails: what is no syntax is a word. A parenthesis opens a group only where a term
 * can begin, so `setTimeout(` can be searched for, and a colon before `//` is part of a URL.
 */
import type { FilterToken, FilterTokenKind } from './filter-token.ts';

const fieldPattern = /([A-Za-z][A-Za-z-]*):(?!\/\/)/y;
const operatorPattern = /(?:>=|<=|!=|>|<|=)/y;
const keywordPattern = /(OR|AND|NOT|\|\|?|&&?)(?=[\s()]|$)/y;

/** The tokens of `text`, in order. */
export function lexFilter(text: string): readonly FilterToken[] {
  const tokens: FilterToken[] = [];
  /** Groups that are open here: only then does `)` end a word. */
  let depth = 0;
  let at = 0;
  const add = (kind: FilterTokenKind, end: number, meaning: string, isQuoted = false, isClosed = true): void => {
    tokens.push({ kind, text: meaning, start: at, end, isClosed, isQuoted });
    at = end;
  };
  const addQuoted = (kind: FilterTokenKind): void => {
    const close = text.indexOf('"', at + 1);
    const end = close < 0 ? text.length : close + 1;
    add(kind, end, text.slice(at + 1, close < 0 ? end : close), true, close >= 0);
  };
  const addValue = (): void => {
    const operator = match(operatorPattern, text, at);
    if (operator !== null) add('operator', at + operator[0].length, operator[0]);
    if (text[at] === '"') addQuoted('value');
    else {
      const end = wordEnd(text, at, depth > 0);
      if (end > at) add('value', end, text.slice(at, end));
    }
  };
  while (at < text.length) {
    const character = text[at] as string;
    const keyword = match(keywordPattern, text, at);
    if (/\s/.test(character)) at += 1;
    else if (character === '(') {
      depth += 1;
      add('open', at + 1, '(');
    } else if (character === ')' && depth > 0) {
      depth -= 1;
      add('close', at + 1, ')');
    } else if (character === '-' && /[^\s)]/.test(text[at + 1] ?? ' ')) add('not', at + 1, '-');
    else if (character === '"') addQuoted('quoted');
    else if (keyword !== null) add(keywordKind(keyword[0]), at + keyword[0].length, keyword[0]);
    else {
      const field = match(fieldPattern, text, at);
      if (field !== null) {
        add('field', at + field[0].length, (field[1] as string).toLowerCase());
        addValue();
      } else {
        const end = wordEnd(text, at, depth > 0);
        add('word', end, text.slice(at, end));
      }
    }
  }
  return tokens;
}

function keywordKind(keyword: string): FilterTokenKind {
  if (keyword === 'NOT') return 'not';
  return keyword === 'OR' || keyword.startsWith('|') ? 'or' : 'and';
}

/** The end of a run without spaces; within a group also the `)` that closes it. */
function wordEnd(text: string, start: number, isInGroup: boolean): number {
  let inner = 0;
  let at = start;
  for (; at < text.length && !/\s/.test(text[at] as string); at += 1) {
    if (text[at] === '(') inner += 1;
    if (text[at] !== ')') continue;
    if (isInGroup && inner === 0) break;
    inner = Math.max(0, inner - 1);
  }
  return at;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
