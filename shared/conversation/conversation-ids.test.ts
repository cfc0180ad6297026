import { expect, test } from 'vitest';
import type { Conversation } from '../model/conversation.ts';
import { conversationIds } from './conversation-ids.ts';

test('a conversation is its turns with every attempt, once each, by time', () => {
  const turns = [
    { id: 'c', attempts: ['b', 'c'] },
    { id: 'a', attempts: ['a'] },
  ];
  expect(conversationIds({ turns } as unknown as Conversation)).toEqual(['a', 'b', 'c']);
});
