/**
 * Read-only JSON (or plain text) with folding, search and line numbers that stays usable at several MB: CodeMirror
 * paints only what is in sight. It lives in a shadow root, so its styles need no exception in the content policy.
 */
import { foldKeymap } from '@codemirror/language';
import { openSearchPanel, searchKeymap } from '@codemirror/search';
import { EditorState, Prec, type Text } from '@codemirror/state';
import { EditorView, type KeyBinding, keymap } from '@codemirror/view';
import { useEffect, useRef, useState } from 'react';
import styles from './CodeView.module.css';
import { codeDocument } from './code-document.ts';
import { codeExtensions } from './code-extensions.ts';
import { foldEverything, unfoldEverything } from './code-json.ts';
import { JsonPlaceBar } from './JsonPlaceBar.tsx';
import type { JsonLines } from './json-lines.ts';
import { type JsonPlace, jsonPlace } from './json-place.ts';
import { longLines } from './long-lines.ts';
import { OpenedString } from './OpenedString.tsx';

type CodeViewProps = {
  readonly label: string;
  readonly text: string;
  /** JSON: pretty printed with two spaces, so that the cursor's path is told. */
  readonly language: 'json' | 'text';
  /** Puts text on the clipboard; without it nothing can be copied but what is selected. */
  readonly onCopy?: (text: string) => Promise<void>;
  /** The search panel opens whenever this grows. */
  readonly searchRequests?: number;
};

/** Fills its parent. Mod+F searches inside it. Another text is another document: give it text that is complete. */
export function CodeView({ label, text, language, onCopy, searchRequests = 0 }: CodeViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const [lines, setLines] = useState<JsonLines | null>(null);
  const [place, setPlace] = useState<JsonPlace | null>(null);
  const [opened, setOpened] = useState<JsonPlace | null>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    setPlace(null);
    setLines(null);
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    let isGone = false;
    void codeDocument(text, language, () => isGone).then((made) => {
      if (made === null) return;
      const { doc, json } = made;
      const opening = longLines(made.longLines, (at) => {
        const found = json === null ? null : placeAt(doc, json, at);
        setOpened({ path: found?.path ?? '', text: found?.text ?? doc.lineAt(at).text });
      });
      const followCursor = EditorView.updateListener.of(({ selectionSet, state }) => {
        if (selectionSet && json !== null) setPlace(placeAt(state.doc, json, state.selection.main.head));
      });
      const extensions = [
        ...(json === null ? [] : [Prec.high(keymap.of(foldKeys(json)))]),
        keymap.of([...searchKeymap, ...foldKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true' }),
        followCursor,
        ...codeExtensions(json),
        opening,
      ];
      editor.current = new EditorView({ root, parent: root, state: EditorState.create({ doc, extensions }) });
      setLines(json);
    });
    return () => {
      isGone = true;
      editor.current?.destroy();
      editor.current = null;
    };
  }, [label, language, text]);
  const seenRequests = useRef(searchRequests);
  useEffect(() => {
    if (searchRequests === seenRequests.current) return;
    seenRequests.current = searchRequests;
    if (editor.current) openSearchPanel(editor.current);
  }, [searchRequests]);
  return (
    <div className={styles.view}>
      <div ref={host} className={styles.host} />
      {lines !== null && onCopy && (
        <JsonPlaceBar
          place={place ?? atRoot}
          onCopy={onCopy}
          onOpen={() => setOpened(place)}
          onFold={() => editor.current && foldEverything(editor.current, lines)}
          onUnfold={() => editor.current && unfoldEverything(editor.current)}
        />
      )}
      {opened !== null && <OpenedString place={opened} onCopy={onCopy} onClose={() => setOpened(null)} />}
    </div>
  );
}

const atRoot: JsonPlace = { path: '', text: null };

function placeAt(doc: Text, lines: JsonLines, at: number): JsonPlace {
  return jsonPlace(lines, doc.lineAt(at).number - 1, (line) => doc.line(line + 1).text);
}

/** CodeMirror's own keys for all folds, with what all means here. */
function foldKeys(lines: JsonLines): readonly KeyBinding[] {
  const fold = (view: EditorView): boolean => {
    foldEverything(view, lines);
    return true;
  };
  const unfold = (view: EditorView): boolean => {
    unfoldEverything(view);
    return true;
  };
  return [
    { key: 'Ctrl-Alt-[', run: fold },
    { key: 'Ctrl-Alt-]', run: unfold },
  ];
}
