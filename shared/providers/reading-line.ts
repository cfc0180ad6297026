/** The one-line reading of an event in the log (EventRecord.reading). */

/** At most this many characters; the log draws white space itself, so it is kept. */
const maxReadingLength = 200;

/** Cuts a text to what a reading may hold, never in the middle of a surrogate pair. */
export function readingOf(text: string): string {
  if (text.length <= maxReadingLength) return text;
  const last = text.charCodeAt(maxReadingLength - 2);
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, maxReadingLength - (isHighSurrogate ? 2 : 1))}…`;
}
