/**
 * Read-only JSON (or plain text) with folding, search and line numbers that stays usable at several MB: CodeMirror
 * paints only what is in sight. It lives in a shadow root, so its styles need no exception in the content policy.
 */
import { foldKeymap } from '@codemirror/language';
import { searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import styles from './CodeView.module.css';
import { codeExtensions } from './code-extensions.ts';

type CodeViewProps = {
  readonly label: string;
  readonly text: string;
  readonly language: 'json' | 'text';
};

/** Fills its parent. Mod+F searches inside it. Another text is another document: give it text that is complete. */
export function CodeView({ label, text, language }: CodeViewProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const extensions = [
      keymap.of([...searchKeymap, ...foldKeymap]),
      EditorView.contentAttributes.of({ 'aria-label': label }),
      ...codeExtensions(language),
    ];
    const view = new EditorView({ root, parent: root, state: EditorState.create({ doc: text, extensions }) });
    return () => view.destroy();
  }, [label, language, text]);
  return <div ref={host} className={styles.host} />;
}
