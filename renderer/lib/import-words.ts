/** Where an imported exchange came from, in words. Pure. */
import type { ImportMark } from '../../shared/model/exchange.ts';
import { formatClock } from './format.ts';

/** `Imported from shop.har on 22/11/2026, 14:03; written by WebInspector 537.36`. */
export function importWords(mark: ImportMark): string {
  const { file, at, creator } = mark;
  const when = at === undefined ? '' : ` on ${importedWhen(at)}`;
  return `Imported${file === undefined ? '' : ` from ${file}`}${when}; written by ${creator}`;
}

/** Day and minute, as the system writes days. */
export function importedWhen(at: number): string {
  return `${new Date(at).toLocaleDateString()}, ${formatClock(at).slice(0, 5)}`;
}

/** What cannot be known of it. */
export function importLimits({ from }: ImportMark): string | null {
  if (from === 'har')
    return 'Bytes and times are what that program kept: bodies without their encoding, often one time for all.';
  if (from === 'messages')
    return 'The file holds messages alone: request and answer were put around them, times and headers are not known.';
  return null;
}
