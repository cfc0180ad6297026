/** A text as CodeMirror's document, made in stretches: cutting 10 MB into lines at once would hold up the window. */
import { Text } from '@codemirror/state';

const stretch = 256 * 1024;
const stretchMs = 12;

/** Null when `isGone` became true meanwhile. Lines end as CodeMirror reads them: at CRLF, LF or CR. */
export async function codeDocument(text: string, isGone: () => boolean): Promise<Text | null> {
  let doc = Text.empty;
  let startedAt = performance.now();
  for (let at = 0; at < text.length; ) {
    const lineEnd = text.indexOf('\n', at + stretch);
    const end = lineEnd === -1 ? text.length : lineEnd + 1;
    doc = doc.append(Text.of(text.slice(at, end).split(/\r\n?|\n/)));
    at = end;
    if (performance.now() - startedAt < stretchMs) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (isGone()) return null;
    startedAt = performance.now();
  }
  return isGone() ? null : doc;
}
