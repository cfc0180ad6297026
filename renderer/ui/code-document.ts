/** A text as CodeMirror's document, made in stretches: cutting 10 MB into lines at once would hold up the window. */
import { Text } from '@codemirror/state';
import { createJsonLines, type JsonLines } from './json-lines.ts';
import { longLine, type TextSpan } from './long-lines.ts';

const stretch = 256 * 1024;
const stretchMs = 12;

export type CodeDocument = {
  readonly doc: Text;
  readonly longLines: readonly TextSpan[];
  /** Null for text that is no JSON. */
  readonly json: JsonLines | null;
};

/** Null when `isGone` became true meanwhile. Lines end as CodeMirror reads them: at CRLF, LF or CR. */
export async function codeDocument(
  text: string,
  language: 'json' | 'text',
  isGone: () => boolean,
): Promise<CodeDocument | null> {
  let doc = Text.empty;
  const json = language === 'json' ? createJsonLines() : null;
  const long: TextSpan[] = [];
  let startedAt = performance.now();
  for (let at = 0; at < text.length; ) {
    const lineEnd = text.indexOf('\n', at + stretch);
    const end = lineEnd === -1 ? text.length : lineEnd + 1;
    const lines = text.slice(at, end).split(/\r\n?|\n/);
    addLong(long, lines, doc.length);
    // The last of a stretch is the empty beginning of the next one's first.
    json?.add(end < text.length ? lines.slice(0, -1) : lines);
    doc = doc.append(Text.of(lines));
    at = end;
    if (performance.now() - startedAt < stretchMs) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (isGone()) return null;
    startedAt = performance.now();
  }
  return isGone() ? null : { doc, longLines: long, json: json?.done() ?? null };
}

function addLong(found: TextSpan[], lines: readonly string[], start: number): void {
  let from = start;
  for (const { length } of lines) {
    if (length >= longLine) found.push({ from, to: from + length });
    from += length + 1;
  }
}
