/** What CodeView is made of: look from the design tokens (custom properties reach into the shadow root), JSON, folding. */
import { json } from '@codemirror/lang-json';
import { codeFolding, foldGutter, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { search } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'transparent', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '19px', overflow: 'auto' },
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
  '.cm-panel.cm-search': { padding: '6px 12px', fontFamily: 'var(--ui)', fontSize: '12px' },
  '.cm-panel.cm-search br, .cm-panel.cm-search [name=replace], .cm-panel.cm-search [name=replaceAll]': {
    display: 'none',
  },
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
  '.cm-panel.cm-search label': { fontSize: '11.5px', color: 'var(--text-subtle)' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--text-subtle)', fontSize: '16px', padding: '0 8px' },
  '.cm-searchMatch': { backgroundColor: 'color-mix(in oklab, var(--role-text) 26%, transparent)' },
  '.cm-searchMatch-selected': { backgroundColor: 'color-mix(in oklab, var(--role-text) 55%, transparent)' },
});

const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--text-subtle)' },
  { tag: tags.string, color: 'var(--text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--role-text)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--text-faint)' },
]);

/** Read-only, wrapped, foldable; minified JSON should be pretty printed first (one line of MBs cannot be virtualised). */
export function codeExtensions(language: 'json' | 'text'): readonly Extension[] {
  return [
    theme,
    lineNumbers(),
    codeFolding(),
    foldGutter({ openText: '⌄', closedText: '›' }),
    drawSelection(),
    search({ top: true }),
    EditorView.lineWrapping,
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ tabindex: '0' }),
    syntaxHighlighting(colors),
    ...(language === 'json' ? [json()] : []),
  ];
}
