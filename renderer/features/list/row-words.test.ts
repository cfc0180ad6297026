/** What a row says while its exchange runs. */
import { expect, test } from 'vitest';
import { summaryWith } from '../../store/test-summaries.ts';
import { isAnswering, liveState } from './row-words.ts';

test('a running row says in a word what it does', () => {
  const words = (part: Parameters<typeof summaryWith>[0]) => liveState(summaryWith({ end: null, ...part }));
  expect(words({ phase: 'requesting' })).toBe('sending');
  expect(words({ phase: 'waiting' })).toBe('waiting');
  expect(words({ phase: 'streaming' })).toBe('streaming');
  expect(words({ phase: 'streaming', activity: 'reasoning' })).toBe('thinking');
  expect(words({ phase: 'streaming', activity: 'tool-call' })).toBe('tool call');
});

test('an open tunnel or connection is not lit as an answer is; a turn on a connection is', () => {
  const turnOf = { connectionId: 'c', number: 1, streamId: null, previous: null };
  const running = { phase: 'streaming', end: null } as const;
  expect(isAnswering(summaryWith(running))).toBe(true);
  expect(isAnswering(summaryWith({ ...running, method: 'CONNECT' }))).toBe(false);
  expect(isAnswering(summaryWith({ ...running, isWebSocket: true }))).toBe(false);
  expect(isAnswering(summaryWith({ ...running, isWebSocket: true, turnOf }))).toBe(true);
  expect(isAnswering(summaryWith({}))).toBe(false);
});
