/**
 * Lines of many thousand characters in a CodeView: laying one of 5 MB out takes seconds, so its middle stands behind a
 * button that says how much there is. The search still finds what is in it: around what is selected it is shown.
 */
import { type Extension, type SelectionRange, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import { withCommas } from '../lib/format.ts';

/** Characters [from, to) of the document. */
export type TextSpan = { readonly from: number; readonly to: number };

/** Lines from here on have their middle hidden. */
export const longLine = 6_000;
const shownFirst = 1_500;
const shownLast = 200;
const shownAround = 800;
/** A part smaller than this is not worth hiding. */
const leastHidden = 400;

/** What is hidden of a long line while this is selected. Pure. */
export function hiddenParts(line: TextSpan, selected: TextSpan): readonly TextSpan[] {
  const from = line.from + shownFirst;
  const to = line.to - shownLast;
  const shown =
    selected.to < from || selected.from > to
      ? { from: to, to }
      : { from: selected.from - shownAround, to: Math.min(selected.to, selected.from + shownAround) + shownAround };
  return [
    { from, to: Math.min(to, shown.from) },
    { from: Math.max(from, shown.to), to },
  ].filter((part) => part.to - part.from >= leastHidden);
}

/** `onOpen`: the button was pressed in the line at this character. */
export function longLines(lines: readonly TextSpan[], onOpen: (at: number) => void): Extension {
  if (lines.length === 0) return [];
  const decorate = (selected: SelectionRange): DecorationSet =>
    Decoration.set(
      lines.flatMap((line) =>
        hiddenParts(line, selected).map(({ from, to }) =>
          Decoration.replace({ widget: new HiddenPart(to - from, () => onOpen(line.from)) }).range(from, to),
        ),
      ),
    );
  return StateField.define<DecorationSet>({
    create: (state) => decorate(state.selection.main),
    update: (before, { selection }) => (selection === undefined ? before : decorate(selection.main)),
    provide: (field) => EditorView.decorations.from(field),
  });
}

class HiddenPart extends WidgetType {
  readonly characters: number;
  readonly onOpen: () => void;
  constructor(characters: number, onOpen: () => void) {
    super();
    this.characters = characters;
    this.onOpen = onOpen;
  }
  override eq(other: HiddenPart): boolean {
    return other.characters === this.characters;
  }
  toDOM(): HTMLElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'cm-hiddenPart';
    button.textContent = `… ${withCommas(this.characters)} more characters …`;
    button.title = 'Open as text';
    button.addEventListener('click', this.onOpen);
    return button;
  }
  override ignoreEvent(): boolean {
    return true;
  }
}
