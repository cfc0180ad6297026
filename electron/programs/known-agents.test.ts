import { expect, it } from 'vitest';
import { baseUrlHints } from './known-agents.ts';

it('an agent that behaves otherwise by base URL is told, and own base URLs that give way are named', () => {
  const hints = baseUrlHints('claude', { ANTHROPIC_BASE_URL: 'http://gateway', OPENAI_BASE_URL: 'http://other' });
  expect(hints).toHaveLength(2);
  expect(hints[0]).toMatch(/^Claude Code: .*tool search/);
  expect(hints[1]).toBe('Your own OPENAI_BASE_URL, ANTHROPIC_BASE_URL are replaced for this program.');
});

it('a program that behaves the same needs no hint', () => {
  expect(baseUrlHints('opencode', {})).toEqual([]);
  expect(baseUrlHints('node', { OPENAI_BASE_URL: 'http://a' })).toEqual([
    'Your own OPENAI_BASE_URL is replaced for this program.',
  ]);
});
