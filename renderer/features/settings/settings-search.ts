/** Which settings have the words that are looked for. Pure. */

/** Each of `query`'s words begins a word of `text`, or stands in it. */
export function hasWords(text: string, query: string): boolean {
  const lower = text.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}
