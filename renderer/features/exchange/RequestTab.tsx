/** The Request view: the request body read as a conversation, or as raw JSON. */
import { useEffect, useRef, useState } from 'react';
import { copyText } from '../../store/actions.ts';
import { type LoadedRequest, loadRequest } from '../../store/open-actions.ts';
import { type State, useStore } from '../../store/store.ts';
import { CodeView } from '../../ui/CodeView.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { bytesText, countText } from './figures.ts';
import { type LoadedText, loadText } from './load-text.ts';
import { RequestConversation } from './RequestConversation.tsx';
import styles from './RequestTab.module.css';
import { TurnHistory } from './TurnHistory.tsx';

type Loaded = LoadedRequest | { readonly problem: string } | null;

const phaseOf = ({ openExchange }: State) => openExchange?.detail?.summary.phase;

/** Asks again when a request that was being sent is complete. */
export function RequestTab() {
  const id = useStore((state) => state.openExchange?.id ?? null);
  const isSending = useStore((state) => phaseOf(state) === 'requesting');
  const [loaded, setLoaded] = useState<Loaded>(null);
  const isEnded = useStore((state) => phaseOf(state) === 'ended');
  // What was answered before all of it had been sent is read again at the end.
  const isEarly = useRef(false);
  const round = isEnded && isEarly.current ? 'end' : 'first';
  const [form, setForm] = useState<'conversation' | 'json'>('conversation');
  useEffect(() => {
    if (id === null || isSending) return;
    let isGone = false;
    const wasEnded = round === 'end' || phaseOf(useStore.getState()) === 'ended';
    void loadRequest(id).then((result) => {
      if (isGone) return;
      isEarly.current = !wasEnded && result.ok && result.value.reading === null;
      setLoaded(result.ok ? result.value : { problem: result.error.message });
    });
    return () => {
      isGone = true;
    };
  }, [id, isSending, round]);
  if (id === null) return null;
  const reading = loaded !== null && 'reading' in loaded ? loaded.reading : null;
  const isRaw = form === 'json' || (loaded !== null && reading === null);
  return (
    <section className={styles.request} aria-label="Request">
      <div className={styles.head}>
        {reading && (
          <Segmented
            label="Form of the request"
            size="small"
            options={[
              { value: 'conversation', title: 'Conversation' },
              { value: 'json', title: 'JSON' },
            ]}
            value={form}
            onChange={setForm}
          />
        )}
        <span className="faint numbers">{loaded && headWords(loaded)}</span>
      </div>
      <TurnHistory />
      {loaded === null && <p className={styles.nothing}>{isSending ? 'The request is being sent.' : 'Reading…'}</p>}
      {loaded !== null && isRaw && <RawRequest id={id} />}
      {reading && !isRaw && <RequestConversation reading={reading} />}
    </section>
  );
}

function headWords(loaded: NonNullable<Loaded>): string {
  if ('problem' in loaded) return loaded.problem;
  const { reading, sizeBytes } = loaded;
  if (reading === null) return `${bytesText(sizeBytes)}, no format that Wirelens reads as a conversation`;
  const messages = `${countText(reading.messages.length)} ${reading.messages.length === 1 ? 'message' : 'messages'}`;
  const tools =
    reading.tools.length === 0
      ? ''
      : `, ${countText(reading.tools.length)} ${reading.tools.length === 1 ? 'tool' : 'tools'}`;
  return `${messages}${tools}, ${bytesText(sizeBytes)}`;
}

function RawRequest({ id }: { readonly id: string }) {
  const findRequests = useStore((state) => state.findRequests);
  const [loaded, setLoaded] = useState<LoadedText | null>(null);
  useEffect(() => {
    let isGone = false;
    void loadText(id, 'request').then((text) => {
      if (!isGone) setLoaded(text);
    });
    return () => {
      isGone = true;
    };
  }, [id]);
  if (loaded === null) return <p className={styles.nothing}>Reading…</p>;
  if (loaded.text === '') return <p className={styles.nothing}>The request had no body.</p>;
  return (
    <div className={styles.code}>
      <CodeView
        label="Request body"
        language={loaded.isJson ? 'json' : 'text'}
        text={loaded.text}
        onCopy={copyText}
        searchRequests={findRequests}
      />
    </div>
  );
}
