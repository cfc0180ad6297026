/** A stored body as text for reading: decoded, and JSON over several lines. Made in the query worker, so that 10 MB hold up no window. */
import type { BodyDirection } from '../../shared/ipc/bodies.ts';
import { prettyJson } from '../../shared/lib/pretty-json.ts';
import type { ExchangeReader, FoundExchange } from './exchange-reader.ts';
import { readDecodedChunks } from './stored-bodies.ts';

/** More than this is cut, and says so. */
const mostBytes = 32 * 1024 * 1024;

/** Bytes that are no UTF-8 stand as U+FFFD. */
export function readBodyText(
  reader: ExchangeReader,
  found: FoundExchange,
  direction: BodyDirection,
  path: string | null,
): { readonly text: string; readonly isJson: boolean } {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let size = 0;
  for (const { bytes } of readDecodedChunks(reader, found, direction)) {
    size += bytes.length;
    parts.push(decoder.decode(bytes, { stream: true }));
    if (size < mostBytes) continue;
    return { text: `${parts.join('')}\n[cut here: export the raw body for all of it]`, isJson: false };
  }
  const text = parts.join('') + decoder.decode();
  if (path !== null) return { text: textAtPath(text, path), isJson: true };
  const pretty = prettyJson(text);
  return { text: pretty ?? text, isJson: pretty !== null };
}

/** `messages[3].content`; empty where nothing stands. */
function textAtPath(text: string, path: string): string {
  const steps = path.match(/[^.[\]]+/g) ?? [];
  try {
    let at: unknown = JSON.parse(text);
    for (const step of steps) {
      if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return '';
      at = (at as Record<string, unknown>)[step];
    }
    return JSON.stringify(at, null, 2) ?? '';
  } catch {
    return '';
  }
}
