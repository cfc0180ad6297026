/** What is said below a completion that did not end well: what the upstream did, and what the program was told. */
import { useEffect, useState } from 'react';
import { showPanel } from '../../store/actions.ts';
import { loadBody } from '../../store/open-actions.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './CompletionPane.module.css';
import { endStory } from './end-story.ts';
import { bytesText } from './figures.ts';
import { trackOf } from './use-track.ts';

/** Nothing for a good end. */
export function EndCards({ open }: { readonly open: OpenExchange }) {
  const { detail, completion } = open;
  if (detail === null || detail.summary.phase !== 'ended') return null;
  const story = endStory(detail, completion, trackOf(open));
  const isTold = detail.summary.injectedBytes > 0 || detail.response?.isOurs === true;
  if (story === null && !isTold) return null;
  return (
    <>
      {story !== null && (
        <section className={styles.endCard} data-tone={story.tone} aria-label={story.title}>
          <b>{story.title}</b>
          <p>{story.text}</p>
          {story.facts.length > 0 && <p className={styles.facts}>{story.facts.join(' · ')}</p>}
        </section>
      )}
      {isTold && <ToldCard open={open} isWhole={detail.response?.isOurs === true} />}
    </>
  );
}

function ToldCard({ open, isWhole }: { readonly open: OpenExchange; readonly isWhole: boolean }) {
  const [text, setText] = useState<string | null>(null);
  const { id } = open;
  const injected = open.detail?.summary.injectedBytes ?? 0;
  useEffect(() => {
    let isGone = false;
    void loadBody({ id, direction: 'injected', isDecoded: true, start: 0, end: 8192 }).then((result) => {
      if (!isGone) setText(result.ok ? new TextDecoder().decode(new Uint8Array(result.value.bytes)).trimEnd() : null);
    });
    return () => {
      isGone = true;
    };
  }, [id]);
  const status = open.detail?.response?.status;
  return (
    <section className={styles.endCard} data-tone="warning" data-ours aria-label="What your program was told">
      <b>What your program was told</b>
      <p>
        {isWhole
          ? `Wirelens answered ${status ?? ''} itself, in the shape of the provider.`
          : `Wirelens added ${bytesText(injected)} so that the program learns of it. The setting is per upstream.`}
      </p>
      {text && <pre>{text}</pre>}
      <Button variant="solid" size="small" onClick={() => showPanel('upstreams')}>
        {isWhole ? 'Upstreams…' : 'Change the setting'}
      </Button>
    </section>
  );
}
