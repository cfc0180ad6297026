/** A decoded body as text, read in slices; JSON is pretty printed, since one line of MBs cannot be shown well. */
import type { BodyDirection } from '../../../shared/ipc/contract.ts';
import { loadBody } from '../../store/open-actions.ts';

const sliceBytes = 2 * 1024 * 1024;
/** More than this is cut, and says so. */
const mostBytes = 32 * 1024 * 1024;

export type LoadedText = { readonly text: string; readonly isJson: boolean };

/** Never rejects: trouble is told in the text. */
export async function loadText(id: string, direction: BodyDirection): Promise<LoadedText> {
  const decoder = new TextDecoder();
  let text = '';
  let start = 0;
  for (;;) {
    const result = await loadBody({ id, direction, isDecoded: true, start, end: start + sliceBytes });
    if (!result.ok) return { text: text || result.error.message, isJson: false };
    const bytes = new Uint8Array(result.value.bytes);
    text += decoder.decode(bytes, { stream: true });
    start += bytes.length;
    if (bytes.length === 0 || start >= result.value.totalBytes) break;
    if (start >= mostBytes) return { text: `${text}\n[cut here: export the raw body for all of it]`, isJson: false };
  }
  text += decoder.decode();
  return prettyText(text);
}

/** Pretty prints when it is JSON; otherwise leaves it as it is. */
export function prettyText(text: string): LoadedText {
  if (!/^\s*[{[]/.test(text)) return { text, isJson: false };
  try {
    return { text: JSON.stringify(JSON.parse(text), null, 2), isJson: true };
  } catch {
    return { text, isJson: false };
  }
}
