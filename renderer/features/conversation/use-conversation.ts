/** The conversation of the open exchange, asked for again while it may still grow or be linked. */
import { useEffect, useState } from 'react';
import type { Conversation } from '../../../shared/model/conversation.ts';
import type { ExchangeId } from '../../../shared/model/exchange.ts';
import { loadConversation, loadConversationVersion } from '../../store/conversation-actions.ts';

const againMs = 2_000;

/** The last one, so that going from turn to turn does not empty the view. */
let last: Conversation | null = null;

export type LoadedConversation = { readonly conversation: Conversation | null; readonly isLoading: boolean };

/** `conversation` null and not loading: it belongs to none, or is not linked yet. */
export function useConversation(id: ExchangeId): LoadedConversation {
  const known = last?.turns.some((turn) => turn.attempts.includes(id)) ? last : null;
  const [loaded, setLoaded] = useState<LoadedConversation>({ conversation: known, isLoading: known === null });
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let seen: string | null = null;
    const ask = async (): Promise<void> => {
      // Thousands of pieces are not read and sent again for nothing.
      const version = await loadConversationVersion(id);
      if (isGone) return;
      if (version === null) setLoaded({ conversation: null, isLoading: false });
      else if (version !== seen) {
        const conversation = await loadConversation(id);
        if (isGone) return;
        seen = version;
        if (conversation !== null) last = conversation;
        setLoaded((was) =>
          isSame(was.conversation, conversation) && !was.isLoading ? was : { conversation, isLoading: false },
        );
      }
      timer = setTimeout(() => void ask(), againMs);
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [id]);
  return loaded;
}

/** Turns of ended exchanges do not change: as many with the same last one are the same. */
function isSame(left: Conversation | null, right: Conversation | null): boolean {
  return left?.id === right?.id && left?.turns.length === right?.turns.length && attempts(left) === attempts(right);
}

function attempts(conversation: Conversation | null): number {
  return conversation?.turns.reduce((sum, turn) => sum + turn.attempts.length, 0) ?? 0;
}
