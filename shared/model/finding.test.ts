import { describe, expect, it } from 'vitest';
import { describeKind, findingKinds } from './finding.ts';

describe('the table of findings', () => {
  it('says what each kind is called and what clients make of it', () => {
    for (const [kind, { title, explanation }] of Object.entries(findingKinds)) {
      expect(kind).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(title.length, kind).toBeLessThan(50);
      expect(title, kind).toMatch(/^[A-Z][^.]*$/);
      expect(explanation, kind).toMatch(/[.]$/);
    }
  });

  it('names a kind that it does not know by the kind itself, whatever that is', () => {
    expect(describeKind('of-a-newer-version')).toEqual({
      title: 'Of a newer version',
      category: 'loss',
      explanation: '',
    });
    expect(describeKind('constructor').title).toBe('Constructor');
  });
});
