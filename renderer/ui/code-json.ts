/**
 * JSON in a CodeView: colours of the lines in sight, and folds. Pretty printed JSON tells both line by line, so there is
 * no syntax tree: a parser of 10 MB would be at it for seconds, know no fold beyond where it is, and give up at a depth.
 */
import { foldEffect, foldedRanges, foldService, unfoldEffect } from '@codemirror/language';
import { type Extension, RangeSetBuilder, type StateEffect } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { type JsonLines, linesToFold } from './json-lines.ts';
import { type JsonMark, jsonMarks } from './json-marks.ts';

/** For a document whose structure is `lines`. */
export function jsonExtensions(lines: JsonLines): readonly Extension[] {
  return [colors, foldService.of((state, from) => foldOf(state.doc, lines, state.doc.lineAt(from).number - 1))];
}

type Lines = {
  readonly line: (number: number) => { readonly from: number; readonly to: number; readonly text: string };
};

/** From behind the opening mark to before the closing one. */
function foldOf(doc: Lines, lines: JsonLines, at: number): { readonly from: number; readonly to: number } | null {
  const closing = lines.closing[at] ?? 0;
  if (closing === 0) return null;
  const last = doc.line(closing + 1);
  return { from: doc.line(at + 1).to, to: last.from + (last.text.length - last.text.trimStart().length) };
}

/** One line for each thing in the root, and in those, as far as there is room. */
export function foldEverything(view: EditorView, lines: JsonLines): void {
  const { doc } = view.state;
  const effects: StateEffect<unknown>[] = [];
  for (const at of linesToFold(lines)) {
    const fold = foldOf(doc, lines, at);
    if (fold !== null) effects.push(foldEffect.of(fold));
  }
  if (effects.length > 0) view.dispatch({ effects });
}

/** Folds that are opened in one go, 5,000 of them take 500 ms. First those in sight, whose lines are painted anew. */
const unfoldedAtOnce = 250;
const unfoldedFirst = 40;

/** All of it over its lines again, by and by, from where the view is. */
export function unfoldEverything(view: EditorView): void {
  const { from: top } = view.viewport;
  const folds: { readonly from: number; readonly to: number }[] = [];
  foldedRanges(view.state).between(0, view.state.doc.length, (from, to) => void folds.push({ from, to }));
  const first = folds.findIndex(({ from }) => from >= top);
  const inOrder = first <= 0 ? folds : [...folds.slice(first), ...folds.slice(0, first)];
  const goOn = (at: number, count: number): void => {
    // Its view may be gone by now, with its text.
    if (!view.dom.isConnected) return;
    view.dispatch({ effects: inOrder.slice(at, at + count).map((fold) => unfoldEffect.of(fold)) });
    if (at + count < inOrder.length) setTimeout(() => goOn(at + count, unfoldedAtOnce), 0);
  };
  goOn(0, unfoldedFirst);
}

const looks: Readonly<Record<JsonMark['kind'], Decoration>> = {
  key: Decoration.mark({ class: 'cm-jsonKey' }),
  value: Decoration.mark({ class: 'cm-jsonValue' }),
  mark: Decoration.mark({ class: 'cm-jsonMark' }),
};

const colors = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = colorsInSight(view);
    }
    update({ view, viewportChanged, docChanged }: ViewUpdate): void {
      if (viewportChanged || docChanged) this.decorations = colorsInSight(view);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

function colorsInSight(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  let done = -1;
  for (const { from, to } of view.visibleRanges) {
    for (let at = Math.max(from, done + 1); at <= to; ) {
      const line = view.state.doc.lineAt(at);
      if (line.from > done)
        for (const mark of jsonMarks(line.text))
          builder.add(line.from + mark.start, line.from + mark.end, looks[mark.kind]);
      done = line.to;
      at = line.to + 1;
    }
  }
  return builder.finish();
}
