/** The sheet: head, strip, and one of the views of the open exchange. Layout and keys only. */
import { useRef, useState } from 'react';
import type { ExchangeSummary } from '../../../shared/model/exchange.ts';
import { openExchange } from '../../store/open-actions.ts';
import { type State, useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { ConversationTab } from '../conversation/ConversationTab.tsx';
import { EndAnnouncer } from './EndAnnouncer.tsx';
import { ExchangeHead, type ExchangeTab } from './ExchangeHead.tsx';
import styles from './ExchangeView.module.css';
import { FindBar } from './FindBar.tsx';
import { FindContext } from './find-target.ts';
import { RequestTab } from './RequestTab.tsx';
import { SearchHits } from './SearchHits.tsx';
import { StreamTab } from './StreamTab.tsx';
import { Strip } from './Strip.tsx';
import { TunnelView } from './TunnelView.tsx';
import { useExchangeKeys } from './use-exchange-keys.ts';
import { useFindBar } from './use-find-bar.ts';
import { WireTab } from './WireTab.tsx';

/** Whoever reads a conversation stays in it while going from turn to turn. */
let isInConversation = false;

/** Everything about the open exchange; nothing when none is open. */
export function ExchangeView() {
  const id = useStore((state) => state.openExchange?.id ?? null);
  return id === null ? null : <Sheet key={id} />;
}

/** The row of the open exchange where it is a CONNECT, which has no stream. */
function selectConnect({ openExchange, rows }: State): ExchangeSummary | null {
  const summary = openExchange?.detail?.summary ?? (openExchange ? rows.get(openExchange.id) : undefined);
  return summary?.method === 'CONNECT' ? summary : null;
}

function Sheet() {
  const [tab, showTab] = useState<ExchangeTab>(isInConversation ? 'conversation' : 'stream');
  const setTab = (next: ExchangeTab): void => {
    isInConversation = next === 'conversation';
    showTab(next);
  };
  const [isInspectorOpen, setInspectorOpen] = useState(false);
  const sheet = useRef<HTMLElement>(null);
  const failure = useStore((state) => state.openExchange?.failure ?? null);
  const connect = useStore(selectConnect);
  const find = useFindBar();
  useExchangeKeys(sheet, { setTab, toggleInspector: () => setInspectorOpen((was) => !was) });
  return (
    <article ref={sheet} className={styles.sheet} aria-label="Open exchange">
      <ExchangeHead
        tab={tab}
        onTab={setTab}
        isInspectorOpen={isInspectorOpen}
        onInspector={() => setInspectorOpen((was) => !was)}
      />
      {find.isOpen && <FindBar target={find.target} requests={find.requests} onClose={find.close} />}
      <EndAnnouncer />
      <SearchHits sheet={sheet} tab={tab} onTab={setTab} />
      {tab !== 'conversation' && <Strip />}
      {failure !== null && (
        <div className={styles.failure} role="alert">
          <p>This exchange cannot be shown: {failure}</p>
          <Button
            variant="solid"
            size="small"
            onClick={() => void openExchange(useStore.getState().order.at(-1) ?? null)}
          >
            Show the newest one
          </Button>
        </div>
      )}
      <FindContext.Provider value={find.register}>
        {failure === null &&
          tab === 'stream' &&
          (connect ? <TunnelView summary={connect} /> : <StreamTab isInspectorOver={isInspectorOpen} />)}
        {failure === null && tab === 'request' && <RequestTab />}
        {tab === 'conversation' && <ConversationTab onTab={setTab} />}
        {failure === null && tab === 'wire' && <WireTab />}
      </FindContext.Provider>
    </article>
  );
}
