/**
 * Read-only JSON (or plain text) with folding, search and line numbers that stays usable at several MB: CodeMirror
 * paints only what is in sight. It lives in a shadow root, so its styles need no exception in the content policy.
 */
import { foldKeymap } from '@codemirror/language';
import { openSearchPanel, searchKeymap } from '@codemirror/search';
import { EditorState, type Text } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { useEffect, useRef, useState } from 'react';
import styles from './CodeView.module.css';
import { codeDocument } from './code-document.ts';
import { codeExtensions } from './code-extensions.ts';
import { JsonPlaceBar } from './JsonPlaceBar.tsx';
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
  const [place, setPlace] = useState<JsonPlace | null>(null);
  const [opened, setOpened] = useState<JsonPlace | null>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    setPlace(null);
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const followCursor = EditorView.updateListener.of(({ selectionSet, state }) => {
      if (!selectionSet || language !== 'json') return;
      setPlace(placeAt(state.doc, state.selection.main.head));
    });
    const extensions = [
      keymap.of([...searchKeymap, ...foldKeymap]),
      EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true' }),
      followCursor,
      ...codeExtensions(language),
    ];
    let isGone = false;
    void codeDocument(text, () => isGone).then((made) => {
      if (made === null) return;
      const { doc } = made;
      const opening = longLines(made.longLines, (at) => {
        const found = language === 'json' ? placeAt(doc, at) : null;
        setOpened({ path: found?.path ?? '', text: found?.text ?? doc.lineAt(at).text });
      });
      const state = EditorState.create({ doc, extensions: [...extensions, opening] });
      editor.current = new EditorView({ root, parent: root, state });
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
      {place !== null && onCopy && <JsonPlaceBar place={place} onCopy={onCopy} onOpen={() => setOpened(place)} />}
      {opened !== null && <OpenedString place={opened} onCopy={onCopy} onClose={() => setOpened(null)} />}
    </div>
  );
}

function placeAt(doc: Text, at: number): JsonPlace {
  const line = doc.lineAt(at);
  return jsonPlace(line.text, linesAbove(doc, line.from));
}

function* linesAbove(doc: Text, from: number): Iterable<string> {
  if (from === 0) return;
  const cursor = doc.iterRange(from - 1, 0);
  while (!cursor.next().done) if (!cursor.lineBreak) yield cursor.value;
}
