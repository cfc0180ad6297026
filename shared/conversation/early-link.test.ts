import { describe, expect, test } from 'vitest';
import { createLinkIndex, linkExchange } from './conversation-linker.ts';
import { linkEarly } from './early-link.ts';
import type { LinkKeys } from './link-keys.ts';

function keysOf(id: string, more: Partial<LinkKeys>): LinkKeys {
  return {
    id,
    startedAt: 0,
    program: 'agent',
    request: `request of ${id}`,
    prefixes: [`system/${id}`],
    first: null,
    last: null,
    messages: [],
    answered: [],
    prompts: [],
    previousResponse: null,
    conversation: null,
    responseId: null,
    answer: null,
    spawned: [],
    ...more,
  };
}

/** The agent's turn that starts a sub-agent, indexed as it ended. */
function withAgent() {
  const index = createLinkIndex();
  const agent = keysOf('agent', {
    messages: ['ask'],
    first: 'ask',
    answer: 'call',
    spawned: ['prompt'],
    responseId: 'r1',
  });
  index.add(agent, linkExchange(agent, index));
  return index;
}

const turn = { prefixes: ['p1', 'p2', 'p3'], messages: ['ask', 'call', 'result'], first: 'ask', last: 'result' };

describe('an exchange that still runs', () => {
  test('is a sub-agent as soon as its prompt is known from a tool call', () => {
    expect(linkEarly(keysOf('sub', { prompts: ['prompt'] }), withAgent())).toEqual({
      kind: 'sub-agent',
      parent: 'agent',
      conversation: 'agent',
    });
  });

  test('that comes back with an answer is no sub-agent of its own: the one before it is not indexed yet', () => {
    const later = keysOf('sub 2', { prompts: ['prompt'], messages: ['m', 'a', 'b'], answered: [{ key: 'x', end: 2 }] });
    expect(linkEarly(later, withAgent())).toBeNull();
  });

  test('is a turn when its history ends with the answer of the one before', () => {
    const next = keysOf('next', { ...turn, answered: [{ key: 'call', end: 2 }] });
    expect(linkEarly(next, withAgent())?.parent).toBe('agent');
  });

  test('has no place while only a turn further up is indexed', () => {
    const messages = [...turn.messages, 'answer 2', 'ask 2'];
    const answered = [
      { key: 'answer 2', end: 4 },
      { key: 'call', end: 2 },
    ];
    expect(linkEarly(keysOf('third', { ...turn, messages, answered }), withAgent())).toBeNull();
  });

  test('chained by the id of a response hangs under it; with nothing before it, nothing is told', () => {
    expect(linkEarly(keysOf('chained', { previousResponse: 'r1' }), withAgent())?.parent).toBe('agent');
    expect(linkEarly(keysOf('new', { messages: ['else'], prompts: ['else'] }), withAgent())).toBeNull();
  });
});
