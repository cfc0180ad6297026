/** First run: the window keeps its shape, the strip explains itself in grey, and one button shows the thing working. */
import { useEffect, useRef, useState } from 'react';
import { copyText, sendSample, setFilterText, showPanel } from '../../store/actions.ts';
import { watchProgram } from '../../store/program-actions.ts';
import { selectBaseUrl } from '../../store/selectors.ts';
import { useStore } from '../../store/store.ts';
import { goInTour, offerTour } from '../../store/tour-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Snippet } from '../../ui/Snippet.tsx';
import { ExampleStrip } from './ExampleStrip.tsx';
import { UpstreamList } from './UpstreamList.tsx';
import styles from './WelcomeView.module.css';
import { waysFor } from './ways.ts';

/** What the sheet shows while there is no exchange at all. */
export function WelcomeView() {
  const base = useStore(selectBaseUrl);
  const isListening = useStore((state) => state.proxy.isListening);
  const problem = useStore((state) => state.proxy.problem);
  return (
    <article className={styles.welcome} aria-label="Welcome">
      <header className={styles.head}>
        <h1>Welcome</h1>
      </header>
      <ExampleStrip />
      <div className={styles.columns}>
        <div>
          <h2 className={styles.title}>Point something at Wirelens</h2>
          <p className={styles.lead}>
            {isListening ? (
              <>
                Listening on <span className={`mono ${styles.url}`}>{base}</span>, this machine only. Your program gets
                exactly the bytes that the provider sends.
              </>
            ) : (
              <>
                {problem ?? 'Not listening yet.'}{' '}
                <Button size="small" variant="solid" onClick={() => showPanel('settings')}>
                  Choose a port…
                </Button>
              </>
            )}
          </p>
          <ol className={styles.ways}>
            <li>
              <SeeItFirst />
            </li>
            <li>
              <ChangeOneUrl base={base} />
            </li>
            <li>
              <ChangeNothing />
            </li>
          </ol>
        </div>
        <UpstreamList />
      </div>
    </article>
  );
}

function SeeItFirst() {
  const button = useRef<HTMLButtonElement>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  useEffect(() => button.current?.focus(), []);
  const send = async () => {
    setSending(true);
    setFilterText('');
    offerTour();
    const refused = await sendSample();
    if (refused !== null) goInTour(null);
    setRefusal(refused);
    setSending(false);
  };
  return (
    <>
      <h3>See it first</h3>
      <p>
        A minute of streams from a sample upstream inside the app. No key, no network. A short tour of the window goes
        with it; Esc leaves it.
      </p>
      <Button ref={button} variant="primary" icon="play" disabled={isSending} onClick={() => void send()}>
        Send a sample request
      </Button>
      {refusal && (
        <p className={styles.refusal} role="alert">
          {refusal}
        </p>
      )}
    </>
  );
}

function ChangeOneUrl({ base }: { readonly base: string | null }) {
  const [chosen, setChosen] = useState('anthropic');
  const ways = base === null ? [] : waysFor(base);
  const way = ways.find(({ id }) => id === chosen) ?? ways[0];
  if (!way) {
    return (
      <>
        <h3>Change one base URL</h3>
        <p>As soon as Wirelens listens, its address stands here.</p>
      </>
    );
  }
  return (
    <>
      <h3>Change one base URL</h3>
      <div className={styles.tabs}>
        <Segmented
          label="Program"
          kind="tabs"
          size="small"
          options={ways.map(({ id, title }) => ({ value: id, title }))}
          value={chosen}
          onChange={setChosen}
        />
      </div>
      <Snippet code={way.code} label={`${way.title} set-up`} onCopy={copyText} />
    </>
  );
}

function ChangeNothing() {
  return (
    <>
      <h3>Change nothing</h3>
      <p>Start the program, or a terminal for your agent, from here: it finds Wirelens as its proxy.</p>
      <Button variant="solid" icon="terminal" onClick={() => void watchProgram(null)}>
        Start one from here…
      </Button>
    </>
  );
}
