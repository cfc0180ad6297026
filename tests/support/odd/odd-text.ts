/** Texts that streams are cut from: several scripts, escapes, pairs of surrogates; cut anywhere, also within a pair. */
import type { Seeded } from '../seeded.ts';

const words = [
  'Hello',
  ' world',
  ' ',
  '\n',
  '\t',
  '"',
  '\\',
  '\\n',
  '/',
  '</script>',
  '{',
  '}',
  '[DONE]',
  'data: ',
  '\n\n',
  '\r\n',
  'é',
  '漢字',
  '👍🏽',
  '🧑‍🚀',
  '\u2028',
  '\u0000',
  '\u001f',
  '\ufeff',
  '\u00a0',
  '\\u0041',
  '1e5',
  '-0',
  'null',
  'Ω',
  ':',
  ',',
  '\ud83d\ude00',
] as const;

/** Up to `most` pieces of text in one; never empty. */
export function oddText(random: Seeded, most = 12): string {
  let text = random.pick(words) as string;
  for (let count = random.between(0, most); count > 0; count -= 1) text += random.pick(words);
  return text;
}

/** The text in pieces of one to a few code units, or in one; sometimes with empty ones between. */
export function cutText(text: string, random: Seeded, isEmptyAllowed = true): readonly string[] {
  const largest = random.pick([1, 2, 3, 8, text.length]);
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    if (isEmptyAllowed && random.next() < 0.05) pieces.push('');
    const size = random.between(1, largest);
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces;
}

/** A plain identifier of its own. */
export function oddId(prefix: string, random: Seeded): string {
  return `${prefix}${random.between(0, 0xffffff).toString(36)}${random.next() < 0.2 ? '-é' : ''}`;
}
