/** How high a text will be, roughly, without laying it out: scroll bars of long texts begin about right. Pure. */

const charactersPerLine = 100;

/** Height in px of wrapped text with lines of `lineHeight` px. */
export function guessHeight(text: string, lineHeight: number): number {
  let lines = 0;
  for (let at = 0; at < text.length; ) {
    const lineEnd = text.indexOf('\n', at);
    const end = lineEnd === -1 ? text.length : lineEnd;
    lines += Math.max(1, Math.ceil((end - at) / charactersPerLine));
    at = end + 1;
  }
  return Math.max(1, lines) * lineHeight;
}
