/**
 * The search of a CodeView: a field over it with how often and which one. Looks through the text by stretches with
 * pauses, and goes to the first place while it is typed: CodeMirror's own goes letter by letter, seconds for 10 MB.
 */
import { closeSearchPanel, SearchQuery, search, setSearchQuery } from '@codemirror/search';
import type { Extension, Text } from '@codemirror/state';
import { EditorView, type Panel } from '@codemirror/view';
import { withCommas } from '../lib/format.ts';

/** Characters that are looked through in one go. */
const stretch = 512 * 1024;
const afterKeyMs = 120;

/** Opened and closed by CodeMirror's commands. */
export function codeSearch(): Extension {
  return search({ top: true, createPanel: createSearchPanel });
}

/** Starts of `words` in any case, in [from, from + stretch), and where to go on; places over the border included. */
export function placesInStretch(
  doc: Text,
  words: string,
  from: number,
): { readonly starts: readonly number[]; readonly next: number } {
  const next = Math.min(doc.length, from + stretch);
  const text = doc.sliceString(from, Math.min(doc.length, next + words.length - 1));
  const lower = text.toLowerCase();
  // A few letters change their length with their case: then only the case that was typed is found.
  const isSame = lower.length === text.length;
  const [where, wanted] = isSame ? [lower, words.toLowerCase()] : [text, words];
  const starts: number[] = [];
  for (let at = where.indexOf(wanted); at !== -1; at = where.indexOf(wanted, at + wanted.length))
    starts.push(from + at);
  return { starts, next };
}

type Search = { words: string; starts: number[]; isWhole: boolean; timer: ReturnType<typeof setTimeout> | undefined };

function createSearchPanel(view: EditorView): Panel {
  const dom = document.createElement('div');
  dom.className = 'cm-search';
  const field = document.createElement('input');
  field.className = 'cm-textfield';
  field.setAttribute('aria-label', 'Find');
  field.setAttribute('main-field', 'true');
  field.placeholder = 'Find';
  field.spellcheck = false;
  const told = document.createElement('span');
  told.className = 'cm-searchCount';
  told.setAttribute('role', 'status');
  const state: Search = { words: '', starts: [], isWhole: true, timer: undefined };
  const tell = (): void => {
    told.textContent = countWords(state, view.state.selection.main.from);
  };
  const step = (by: 1 | -1): void => {
    show(view, placeBeside(state, view.state.selection.main.from, by), state.words);
    tell();
  };
  field.addEventListener('input', () => begin(view, state, field.value, tell));
  dom.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target === field) step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') closeSearchPanel(view);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  dom.append(
    field,
    told,
    createButton('Previous', () => step(-1)),
    createButton('Next', () => step(1)),
    createButton('Close', () => closeSearchPanel(view)),
  );
  return { dom, top: true, mount: () => field.select(), destroy: () => clearTimeout(state.timer) };
}

function createButton(title: string, onPress: () => void): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'cm-button';
  button.textContent = title;
  button.addEventListener('click', onPress);
  return button;
}

/** Looks for other words, from the cursor's place on; the first one is shown. */
function begin(view: EditorView, state: Search, words: string, tell: () => void): void {
  clearTimeout(state.timer);
  Object.assign(state, { words, starts: [], isWhole: words === '' });
  view.dispatch({ effects: setSearchQuery.of(new SearchQuery({ search: words, literal: true })) });
  tell();
  if (words === '') return;
  const cursor = view.state.selection.main.from;
  let isShown = false;
  const look = (from: number): void => {
    const { starts, next } = placesInStretch(view.state.doc, words, from);
    for (const start of starts) state.starts.push(start);
    state.isWhole = next >= view.state.doc.length;
    const first = state.starts.find((start) => start >= cursor) ?? (state.isWhole ? state.starts[0] : undefined);
    if (!isShown && first !== undefined) {
      isShown = true;
      show(view, first, words);
    }
    tell();
    if (!state.isWhole) state.timer = setTimeout(() => look(next), 4);
  };
  state.timer = setTimeout(() => look(0), afterKeyMs);
}

/** The next place after the one at `from`, or before it; around at the ends. */
function placeBeside({ starts }: Search, from: number, by: 1 | -1): number | undefined {
  const index = firstAfter(starts, by === 1 ? from : from - 1);
  return by === 1 ? (starts[index] ?? starts[0]) : (starts[index - 1] ?? starts.at(-1));
}

/** Index of the first of sorted `starts` beyond `at`. */
function firstAfter(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function show(view: EditorView, start: number | undefined, words: string): void {
  if (start === undefined) return;
  const selection = { anchor: start, head: start + words.length };
  view.dispatch({ selection, effects: EditorView.scrollIntoView(start, { y: 'center' }), userEvent: 'select.search' });
}

function countWords({ words, starts, isWhole }: Search, at: number): string {
  if (words === '') return '';
  if (starts.length === 0) return isWhole ? 'none' : '…';
  const current = firstAfter(starts, at);
  return `${current > 0 && starts[current - 1] === at ? `${withCommas(current)} of ` : ''}${withCommas(starts.length)}${isWhole ? '' : '…'}`;
}
