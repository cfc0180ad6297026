/** What CodeView is made of: look from the design tokens (custom properties reach into the shadow root), JSON, folding. */
import { codeFolding, foldGutter } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { jsonExtensions } from './code-json.ts';
import { codeSearch } from './code-search.ts';
import type { JsonLines } from './json-lines.ts';

const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'transparent', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', fontFeatureSettings: '"calt" 0', lineHeight: '19px', overflow: 'auto' },
  // As everywhere in the window: its rules do not reach in here.
  '.cm-scroller::-webkit-scrollbar': { width: '8px', height: '8px' },
  '.cm-scroller::-webkit-scrollbar-thumb': {
    border: '2px solid transparent',
    borderRadius: '4px',
    background: 'var(--active) padding-box',
  },
  '.cm-content': { padding: '6px 16px 12px 0', caretColor: 'var(--now)' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--text-faint)' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 4px 0 12px', fontVariantNumeric: 'tabular-nums' },
  '.cm-foldGutter .cm-gutterElement': { padding: '0 6px 0 2px', cursor: 'pointer' },
  '.cm-foldPlaceholder': {
    background: 'var(--active)',
    border: 'none',
    color: 'var(--text-subtle)',
    padding: '0 6px',
    borderRadius: '4px',
  },
  '.cm-hiddenPart': {
    background: 'var(--active)',
    border: 'none',
    color: 'var(--text-subtle)',
    font: '11.5px var(--ui)',
    padding: '1px 8px',
    margin: '0 4px',
    borderRadius: '4px',
    cursor: 'pointer',
  },
  '.cm-hiddenPart:hover': { color: 'var(--text)' },
  '.cm-hiddenPart:focus-visible': { outline: '2px solid var(--focus)', outlineOffset: '1px' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    background: 'color-mix(in oklab, var(--role-text) 32%, transparent) !important',
  },
  '.cm-panels': { background: 'var(--sheet)', color: 'var(--text)', border: 'none' },
  '.cm-panels-bottom': { borderTop: 'none' },
  '.cm-panel.cm-search': {
    display: 'flex',
    alignItems: 'center',
    gap: '6px',
    padding: '6px 12px',
    fontFamily: 'var(--ui)',
    fontSize: '12px',
  },
  '.cm-searchCount': { minWidth: '76px', color: 'var(--text-subtle)', fontVariantNumeric: 'tabular-nums' },
  '.cm-search .cm-textfield': { width: '240px' },
  '.cm-textfield': {
    background: 'var(--well)',
    border: 'none',
    borderRadius: '5px',
    color: 'var(--text)',
    padding: '3px 8px',
    fontSize: '12px',
  },
  '.cm-button': {
    background: 'var(--active)',
    backgroundImage: 'none',
    border: 'none',
    borderRadius: '5px',
    color: 'var(--text)',
    padding: '3px 8px',
    fontSize: '12px',
  },
  '.cm-textfield:focus-visible, .cm-button:focus-visible': { outline: '2px solid var(--focus)', outlineOffset: '1px' },
  '.cm-jsonKey': { color: 'var(--text-subtle)' },
  '.cm-jsonValue': { color: 'var(--role-text)' },
  '.cm-jsonMark': { color: 'var(--text-faint)' },
  '.cm-searchMatch': { backgroundColor: 'color-mix(in oklab, var(--role-text) 26%, transparent)' },
  '.cm-searchMatch-selected': { backgroundColor: 'color-mix(in oklab, var(--role-text) 55%, transparent)' },
});

/** Read-only, wrapped, foldable; minified JSON should be pretty printed first (one line of MBs cannot be virtualised). */
export function codeExtensions(json: JsonLines | null): readonly Extension[] {
  return [
    theme,
    lineNumbers(),
    codeFolding(),
    foldGutter({ openText: '⌄', closedText: '›' }),
    drawSelection(),
    codeSearch(),
    keymap.of([{ key: 'Mod-a', run: chooseAll }]),
    EditorView.lineWrapping,
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ tabindex: '0' }),
    ...(json === null ? [] : jsonExtensions(json)),
  ];
}

/** All of the text, also what has no element: CodeMirror copies it from the document. */
function chooseAll(view: EditorView): boolean {
  view.dispatch({ selection: { anchor: 0, head: view.state.doc.length } });
  return true;
}
