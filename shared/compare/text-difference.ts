/** What differs between two texts, word by word and then to the character. The search itself is jsdiff's. */
import { diffWordsWithSpace } from 'diff';
import type { TextStretch } from '../model/comparison.ts';

/** More edits than this are not sought one by one: the texts have little in common, and the search is quadratic. */
const maxEdits = 400;

/** Equal ends are cut off first, which is most of two turns of a conversation. The stretches are in order, none is empty. */
export function textDifference(before: string, after: string): readonly TextStretch[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  const { start, end } = commonEnds(before, after);
  const oldMiddle = before.slice(start, before.length - end);
  const newMiddle = after.slice(start, after.length - end);
  // Widened to whole words, so that "retry" and "relay" do not become "re", "l" and "ay".
  const lead = wordStart(before, start);
  const tail = wordEnd(before, before.length - end);
  const isInWord = oldMiddle.length < 400 && newMiddle.length < 400;
  const middle = isInWord && !/\s/.test(oldMiddle + newMiddle) ? null : searchWords(before, after, lead, tail);
  return joined([
    { kind: 'same', text: before.slice(0, middle === null ? start : lead) },
    ...(middle ?? replaced(oldMiddle, newMiddle)),
    { kind: 'same', text: before.slice(middle === null ? before.length - end : tail) },
  ]);
}

/** Lengths of what both begin and end with. */
function commonEnds(before: string, after: string): { readonly start: number; readonly end: number } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  // Half of a surrogate pair is no character.
  if (start > 0 && isHighSurrogate(before, start - 1)) start -= 1;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  if (end > 0 && isLowSurrogate(before, before.length - end)) end -= 1;
  return { start, end };
}

function searchWords(before: string, after: string, lead: number, tail: number): readonly TextStretch[] {
  const oldText = before.slice(lead, tail);
  const newText = after.slice(lead, after.length - (before.length - tail));
  const found = diffWordsWithSpace(oldText, newText, { maxEditLength: maxEdits });
  if (found === undefined) return replaced(oldText, newText);
  return found.map(({ value, added, removed }) => {
    return { kind: added ? 'added' : removed ? 'removed' : 'same', text: value };
  });
}

function replaced(oldText: string, newText: string): readonly TextStretch[] {
  return [
    { kind: 'removed', text: oldText },
    { kind: 'added', text: newText },
  ];
}

/** Neighbours of one kind become one stretch. */
function joined(stretches: readonly TextStretch[]): readonly TextStretch[] {
  const result: TextStretch[] = [];
  for (const { kind, text } of stretches) {
    if (text === '') continue;
    const last = result.at(-1);
    if (last?.kind === kind) result[result.length - 1] = { kind, text: last.text + text };
    else result.push({ kind, text });
  }
  return result;
}

function wordStart(text: string, from: number): number {
  let at = from;
  while (at > 0 && from - at < 80 && isWordCharacter(text[at - 1])) at -= 1;
  return at;
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && at - from < 80 && isWordCharacter(text[at])) at += 1;
  return at;
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_\ud800-\udfff]/u.test(character);
}

function isHighSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code < 0xdc00;
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000;
}
