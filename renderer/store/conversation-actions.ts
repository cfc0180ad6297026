/** What the Conversation view asks for: the conversation of an exchange, texts of its pieces, what became of the cache. */
import { conversationIds } from '../../shared/conversation/conversation-ids.ts';
import type { CacheExplanation } from '../../shared/model/cache-explanation.ts';
import type { Conversation, ConversationLink } from '../../shared/model/conversation.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import { bridge } from '../bridge.ts';
import { openExport } from './sharing-actions.ts';
import { useStore } from './store.ts';

/** Of rows that were in sight lately. */
const maxLinks = 5_000;

/** Null: it belongs to none, or is not linked yet. */
export function loadConversation(id: ExchangeId): Promise<Conversation | null> {
  return bridge().invoke('conversation.open', { id });
}

/** Another text when `loadConversation` would say something else. */
export function loadConversationVersion(id: ExchangeId): Promise<string | null> {
  return bridge().invoke('conversation.version', { id });
}

/** Opens the export dialog over the whole conversation of an exchange; over it alone where it belongs to none. */
export async function exportConversation(id: ExchangeId): Promise<void> {
  const conversation = await loadConversation(id);
  await openExport(conversation === null ? [id] : conversationIds(conversation));
}

/** Null: one of the two is gone. */
export function loadCacheExplanation(id: ExchangeId, previousId: ExchangeId): Promise<CacheExplanation | null> {
  return bridge().invoke('conversation.cache', { id, previousId });
}

/** Asks where these rows stand in conversations. Resolves to false while some are not linked, or only early (yet). */
export async function loadLinks(ids: readonly ExchangeId[]): Promise<boolean> {
  const known = useStore.getState().links;
  const missing = ids.filter((id) => isUnsettled(known.get(id)));
  if (missing.length === 0) return true;
  const found = await bridge().invoke('conversation.links', { ids: missing });
  if (found.length === 0) return false;
  useStore.setState(({ links }) => {
    // A later attempt changes what its earlier ones say of themselves.
    const told = found.flatMap(({ attempts }) => attempts?.map((attempt) => [attempt.id, attempts] as const) ?? []);
    const earlier = told.flatMap(([id, attempts]) => {
      const known = links.get(id);
      return known === undefined ? [] : [[id, { ...known, attempts }] as const];
    });
    const next = [...links, ...earlier, ...found.map((link) => [link.id, link] as const)];
    return { links: new Map(next.slice(-maxLinks)) };
  });
  return found.length === missing.length && !found.some(isUnsettled);
}

/** True while a place is not known, or only from a request whose answer still came. */
export function isUnsettled(link: ConversationLink | undefined): boolean {
  return link === undefined || link.isEarly === true;
}

/** The text of a piece; empty when it is gone. */
export async function loadPieceText(number: number): Promise<string> {
  return (await bridge().invoke('conversation.piece', { number })) ?? '';
}
