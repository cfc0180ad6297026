/** What the Conversation view asks for: the conversation of an exchange, texts of its pieces, what became of the cache. */
import type { CacheExplanation } from '../../shared/model/cache-explanation.ts';
import type { Conversation } from '../../shared/model/conversation.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import { bridge } from '../bridge.ts';

/** Null: it belongs to none, or is not linked yet. */
export function loadConversation(id: ExchangeId): Promise<Conversation | null> {
  return bridge().invoke('conversation.open', { id });
}

/** Null: one of the two is gone. */
export function loadCacheExplanation(id: ExchangeId, previousId: ExchangeId): Promise<CacheExplanation | null> {
  return bridge().invoke('conversation.cache', { id, previousId });
}

/** The text of a piece; empty when it is gone. */
export async function loadPieceText(number: number): Promise<string> {
  return (await bridge().invoke('conversation.piece', { number })) ?? '';
}
