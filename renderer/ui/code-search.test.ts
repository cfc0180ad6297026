import { Text } from '@codemirror/state';
import { expect, it } from 'vitest';
import { placesInStretch } from './code-search.ts';

function allPlaces(doc: Text, words: string): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at < doc.length; ) {
    const { starts, next } = placesInStretch(doc, words, at);
    found.push(...starts);
    at = next;
  }
  return found;
}

it('every place is found once, in any case, also over the borders of the stretches', () => {
  const text = `${'x'.repeat(524_285)}${'Needle'.padEnd(524_290, 'y')}needle`;
  const doc = Text.of(text.split('\n'));
  expect(allPlaces(doc, 'nEEdle')).toEqual([524_285, 524_285 + 524_290]);
  expect(allPlaces(doc, 'nothing')).toEqual([]);
});

it('letters that change their length with their case do not shift the places', () => {
  expect(allPlaces(Text.of(['İ needle']), 'needle')).toEqual([2]);
});
