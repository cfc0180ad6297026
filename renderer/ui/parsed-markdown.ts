/** Syntax trees of segments, kept a while: rows and stretches come and go with scrolling, and parsing is what they cost. */
import type { RootContent } from 'mdast';
import { parseMarkdown } from './markdown-nodes.tsx';

const mostCharacters = 600_000;
const kept = new Map<string, readonly RootContent[]>();
let keptCharacters = 0;

/** As `parseMarkdown`; the same text gives the same tree. */
export function parsedMarkdown(source: string): readonly RootContent[] {
  const known = kept.get(source);
  if (known !== undefined) return known;
  const nodes = plainParagraph(source) ?? parseMarkdown(source);
  kept.set(source, nodes);
  keptCharacters += source.length;
  for (const oldest of kept.keys()) {
    if (keptCharacters <= mostCharacters) break;
    kept.delete(oldest);
    keptCharacters -= oldest.length;
  }
  return nodes;
}

/** One line that begins with a letter and has none of the signs that mean something: most prose. */
const prose = /^\p{L}[^*_`[\]<>#|~\\&@\n]*$/u;
const address = /https?:|www\.|mailto:|xmpp:/i;

/** The tree of a paragraph of mere words, made without a parser; null where there may be more to it. */
export function plainParagraph(source: string): readonly RootContent[] | null {
  const value = source.trimEnd();
  if (!prose.test(value) || address.test(value)) return null;
  const position = {
    start: { line: 1, column: 1, offset: 0 },
    end: { line: 1, column: value.length + 1, offset: value.length },
  };
  return [{ type: 'paragraph', children: [{ type: 'text', value, position }], position }];
}
