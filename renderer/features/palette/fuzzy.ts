/** Fuzzy search of short titles: the letters of a query in order, best where they begin words or follow each other. Pure. */

/** Marks: which characters of the title matched. */
export type FuzzyMatch = { readonly score: number; readonly marks: readonly number[] };

const wordStart = 8;
const neighbour = 8;
const gapCost = 0.3;

/** Null where the letters of `query` are not all in `title`, in order. Case and spaces of the query do not count. */
export function fuzzyMatch(query: string, title: string): FuzzyMatch | null {
  const wanted = query.toLowerCase().replace(/\s+/g, '');
  const text = title.toLowerCase();
  if (wanted === '') return { score: 0, marks: [] };
  // The letters may begin at several places: the best one counts, not the first.
  let best: FuzzyMatch | null = null;
  for (let start = text.indexOf(wanted[0] ?? ''); start !== -1; start = text.indexOf(wanted[0] ?? '', start + 1)) {
    const match = matchFrom(wanted, text, start);
    if (match !== null && (best === null || match.score > best.score)) best = match;
  }
  return best;
}

function matchFrom(wanted: string, text: string, start: number): FuzzyMatch | null {
  const marks: number[] = [];
  let score = 0;
  let at = start - 1;
  for (const letter of wanted) {
    const next = nextPlace(text, letter, at);
    if (next === -1) return null;
    if (isWordStart(text, next)) score += wordStart;
    if (next === at + 1 && marks.length > 0) score += neighbour;
    score -= Math.min(8, next - at - 1) * (marks.length > 0 ? gapCost : 0);
    marks.push(next);
    at = next;
  }
  return { score: score - text.length * 0.01 - start * 0.05, marks };
}

/** The letter right after, else where it begins a word, else anywhere after. */
function nextPlace(text: string, letter: string, after: number): number {
  if (text[after + 1] === letter) return after + 1;
  for (let at = text.indexOf(letter, after + 1); at !== -1; at = text.indexOf(letter, at + 1)) {
    if (isWordStart(text, at)) return at;
  }
  return text.indexOf(letter, after + 1);
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] ?? ' ');
}
