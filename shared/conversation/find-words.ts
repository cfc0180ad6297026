/**
 * Words in a text, as the full-text index sees them: letters and digits count, what stands between them does not, case
 * and accents do not, and the last word may go on (`stamp` finds `stampede`). So a snippet shows what the index found.
 */
import type { Snippet } from '../model/search.ts';

const wordPattern = /[\p{L}\p{N}\p{Co}_]+/gu;
const contextCharacters = 60;

/** The words of a query; none when it is all punctuation. */
export function queryWords(text: string): readonly string[] {
  return text.match(wordPattern) ?? [];
}

/** The query of FTS5 for a text: its words in this order, the last one as a beginning. Null when it has no words. */
export function ftsQuery(text: string): string | null {
  const words = queryWords(text);
  return words.length === 0 ? null : `"${words.join(' ')}" *`;
}

export type WordRange = { readonly start: number; readonly end: number };

/** Where the words of `query` stand in `text`, in order, at most `limit` places. */
export function findWords(text: string, query: string, limit = 1_000): readonly WordRange[] {
  const pattern = wordsPattern(query);
  if (pattern === null) return [];
  const ranges: WordRange[] = [];
  const plain = withoutAccents(text);
  for (const match of plain.matchAll(pattern)) {
    if (ranges.length >= limit) break;
    ranges.push({ start: match.index, end: match.index + match[0].length });
  }
  return ranges;
}

/** The first place with its surroundings on one line; null when the words do not stand there. */
export function snippetOf(text: string, query: string): Snippet | null {
  const [range] = findWords(text, query, 1);
  if (range === undefined) return null;
  const from = Math.max(0, range.start - contextCharacters);
  const to = Math.min(text.length, range.end + contextCharacters);
  const line = (part: string): string => part.replace(/\s+/g, ' ');
  return {
    before: (from > 0 ? '…' : '') + line(text.slice(from, range.start)),
    match: line(text.slice(range.start, range.end)),
    after: line(text.slice(range.end, to)) + (to < text.length ? '…' : ''),
  };
}

function wordsPattern(query: string): RegExp | null {
  const words = queryWords(withoutAccents(query));
  if (words.length === 0) return null;
  // Word characters need no escape.
  return new RegExp(`(?<![\\p{L}\\p{N}\\p{Co}_])${words.join('[^\\p{L}\\p{N}\\p{Co}_]+')}`, 'giu');
}

/** Of the same length: letters that lose an accent stay where they are. */
function withoutAccents(text: string): string {
  // Nothing to do for what is plain ASCII, as most of it is.
  if (!/[\u0080-\uffff]/.test(text)) return text;
  return text.replace(/[\u00c0-\u024f\u1e00-\u1eff]/g, (letter) => letter.normalize('NFD')[0] ?? letter);
}
