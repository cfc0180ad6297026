import { expect, it } from 'vitest';
import type { Turn, TurnPiece } from '../../../shared/model/conversation.ts';
import { summaryWith } from '../../store/test-summaries.ts';
import { barSegments } from './token-bar.ts';
import { turnLines } from './turn-lines.ts';

const tokens = { system: 100, tools: 100, history: 800, new: 50, reasoning: 5, output: 10, isScaled: true };

function turnWith(change: Partial<Turn>): Turn {
  const link = { id: 'a', conversation: 'a', parent: null, kind: 'root' } as const;
  const none = { added: [], changes: [], answer: [], attempts: ['a'], costUsd: null };
  const place = { label: '1', depth: 0, isBranch: false };
  return { id: 'a', summary: summaryWith(), link, ...place, ...none, tokens, ...change };
}

function pieceOf(role: 'user' | null, kind: 'text' | 'tool-call', name: string | null, text: string): TurnPiece {
  const part = { kind, name, text, characters: text.length };
  const facts = { kind: 'message', role, name, characters: text.length, parts: [part] } as const;
  return { place: { kind: 'message', index: 0 }, number: 1, facts };
}

it('the bar shows what was read from the cache, what was missed and what is new', () => {
  const usage = { ...summaryWith().usage, cacheReadTokens: 150 };
  const segments = barSegments(turnWith({ summary: summaryWith({ usage }) }), 700);
  expect(segments.map(({ role, tokens: count, isCached }) => `${role} ${count}${isCached ? ' cached' : ''}`)).toEqual([
    'system 100 cached',
    'tools 50 cached',
    'missed 700',
    'history 150',
    'new 50',
    'reasoning 5',
    'output 10',
  ]);
});

it('a turn tells what it added, changed and got back, shortened until it is opened', () => {
  const after = pieceOf(null, 'text', 'temperature', '1');
  const before = pieceOf(null, 'text', 'temperature', '0');
  const turn = turnWith({
    added: Array.from({ length: 6 }, (_, index) => pieceOf('user', 'text', null, `question ${index}`)),
    changes: [{ kind: 'changed', what: 'parameter', name: 'temperature', before, after }],
    answer: [pieceOf(null, 'tool-call', 'Bash', '{"command":"npm test"}')],
  });
  const { lines, hidden } = turnLines(turn, false);
  expect(lines.map(({ sign, name, text }) => `${sign} ${name} ${text}`)).toEqual([
    '+ user question 0',
    '+ user question 1',
    '+ user question 2',
    '+ user question 3',
    '~ changed parameter temperature: 0 → 1',
    '→ Bash {"command":"npm test"}',
  ]);
  expect(hidden).toBe(2);
  expect(turnLines(turn, true).hidden).toBe(0);
});
