/** Where a long text is cut into blocks that are laid out on their own: a growing text then costs only its last block. Pure. */

const wanted = 4_000;
const most = 12_000;

/**
 * Starts of the blocks of `text`, given those of a shorter version of it (`[0]` for none). Cuts stand after a line's end
 * where there is one, else after a space: only a line of more than 12,000 characters is broken where it was not.
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

function cutAfter(text: string, from: number): number {
  const line = text.indexOf('\n', from + wanted);
  if (line !== -1 && line < from + most) return line + 1;
  const space = text.lastIndexOf(' ', from + most);
  return space > from + wanted ? space + 1 : from + most;
}
