/** The exchanges of a conversation. Pure. */
import type { Conversation } from '../model/conversation.ts';
import type { ExchangeId } from '../model/exchange.ts';

/** Turns, those of sub-agents and every attempt of each, in order of time. */
export function conversationIds({ turns }: Conversation): readonly ExchangeId[] {
  return [...new Set(turns.flatMap(({ id, attempts }) => [id, ...attempts]))].sort();
}
