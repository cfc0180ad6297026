/** The word of a list that a misspelt one most probably means. */

/** At most two typing errors away (one for words under five letters), or beginning alike; null when none is near. */
export function nearestWord<Word extends string>(written: string, words: readonly Word[]): Word | null {
  const limit = written.length < 5 ? 1 : 2;
  let best: { readonly word: Word; readonly distance: number } | null = null;
  for (const word of words) {
    const distance = written.length > 2 && word.startsWith(written) ? 0.5 : editDistance(written, word);
    if (distance <= limit && (best === null || distance < best.distance)) best = { word, distance };
  }
  return best?.word ?? null;
}

/** Letters to insert, drop or change. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let at = 1; at <= left.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= right.length; to += 1) {
      const change = (row[to - 1] as number) + (left[at - 1] === right[to - 1] ? 0 : 1);
      next.push(Math.min(change, (row[to] as number) + 1, (next[to - 1] as number) + 1));
    }
    row = next;
  }
  return row[right.length] as number;
}
