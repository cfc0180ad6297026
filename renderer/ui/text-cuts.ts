/** Where a long text is cut into blocks that are laid out on their own: a growing text then costs only its last block. Pure. */

const wanted = 3_000;
/** The last block is laid out with everything that is appended to it: 2 ms at this length, 10 at 12,000 characters (measured). */
const most = 5_000;

/**
 * Starts of the blocks of `text`, given those of a shorter version of it (`[0]` for none). Cuts stand after a line's end
 * where there is one, else after a space: only a line of more than 5,000 characters is broken where it was not.
 */
export function extendCuts(before: readonly number[], text: string): readonly number[] {
  let from = before.at(-1) ?? 0;
  if (text.length - from <= most) return before;
  const cuts = [...before];
  while (text.length - from > most) {
    from = cutAfter(text, from);
    cuts.push(from);
  }
  return cuts;
}

/** Looks at one block's characters only: a search to the end of 5 MB for every block would hold up the window. */
function cutAfter(text: string, from: number): number {
  const block = text.slice(from, from + most);
  const line = block.indexOf('\n', wanted);
  if (line !== -1) return from + line + 1;
  const space = block.lastIndexOf(' ');
  const cut = from + (space > wanted ? space + 1 : most);
  return isInsidePair(text, cut) ? cut + 1 : cut;
}

/** A character beyond the first 65,536 is two code units: cut in two, both halves would be boxes. */
function isInsidePair(text: string, cut: number): boolean {
  return (text.codePointAt(cut - 1) ?? 0) > 0xffff;
}
