/** Where the words of the filter stand in the open exchange: lit in place, with previous and next, and the place in words. */
import { type RefObject, useEffect, useState } from 'react';
import type { SearchHit } from '../../../shared/model/search.ts';
import { countOf } from '../../lib/format.ts';
import { useStore } from '../../store/store.ts';
import { loadHits } from '../../store/text-search.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import type { ExchangeTab } from './ExchangeHead.tsx';
import styles from './SearchHits.module.css';
import { type CurrentPlace, lightWords } from './word-highlights.ts';

type SearchHitsProps = {
  readonly sheet: RefObject<HTMLElement | null>;
  readonly tab: ExchangeTab;
  readonly onTab: (tab: ExchangeTab) => void;
};

/** Floats over the sheet's lower edge, so that nothing moves; nothing without words in the filter. */
export function SearchHits({ sheet, tab, onTab }: SearchHitsProps) {
  const id = useStore((state) => state.openExchange?.id ?? null);
  const texts = useStore((state) => state.searchTexts);
  const isEnded = useStore((state) => state.openExchange?.detail?.summary.phase === 'ended');
  const [hits, setHits] = useState<readonly SearchHit[]>([]);
  const [current, setCurrent] = useState(-1);
  useEffect(() => {
    setHits([]);
    setCurrent(-1);
    // Of a running exchange nothing is indexed; it is asked for again once it has ended.
    if (id === null || texts.length === 0 || !isEnded) return;
    let isGone = false;
    void loadHits(id, texts).then((found) => {
      if (!isGone) setHits(found);
    });
    return () => {
      isGone = true;
    };
  }, [id, texts, isEnded]);
  useWordsInPlace(sheet, texts, tab, hits, current);
  const place = hits[current]?.place;
  const soughtMessage = place?.kind === 'message' ? place.index : null;
  useEffect(() => {
    useStore.setState({ soughtMessage });
    return () => useStore.setState({ soughtMessage: null });
  }, [soughtMessage]);
  if (hits.length === 0) return null;
  const go = (step: 1 | -1): void => {
    const next = (current + step + hits.length) % hits.length;
    setCurrent(next);
    const wanted = tabOf(hits[next] as SearchHit);
    if (wanted !== tab) onTab(wanted);
  };
  const shown = hits[Math.max(0, current)] as SearchHit;
  return (
    <div className={styles.hits} role="status" aria-label="Search hits">
      <span className={styles.count}>
        {current < 0 ? countOf(hits.length, 'place') : `${current + 1} of ${hits.length}`}
      </span>
      <b>{shown.label}</b>
      <span className={`cut ${styles.snippet}`}>
        {shown.snippet.before}
        <mark>{shown.snippet.match}</mark>
        {shown.snippet.after}
      </span>
      <IconButton icon="previous" label="Previous hit" size="small" onClick={() => go(-1)} />
      <IconButton icon="next" label="Next hit" size="small" onClick={() => go(1)} />
    </div>
  );
}

/** The view that shows a place. */
function tabOf({ place }: SearchHit): ExchangeTab {
  return place.kind === 'message' || place.kind === 'tool' || place.kind === 'parameter' ? 'request' : 'stream';
}

/** Of a request only the messages near by are painted, so places before a message cannot be counted. */
function currentPlace(hits: readonly SearchHit[], current: number, tab: ExchangeTab): CurrentPlace {
  const hit = hits[current];
  if (hit === undefined) return { ordinal: -1 };
  if (hit.place.kind === 'message') return { row: `[aria-label="Request"] [data-index="${hit.place.index + 1}"]` };
  const before = hits.slice(0, current).filter((earlier) => tabOf(earlier) === tab);
  return { ordinal: before.reduce((sum, { count }) => sum + count, 0) };
}

/** Lights the words wherever they are painted, now and as more is painted, and brings the current hit into sight. */
function useWordsInPlace(
  sheet: RefObject<HTMLElement | null>,
  texts: readonly string[],
  tab: ExchangeTab,
  hits: readonly SearchHit[],
  current: number,
): void {
  useEffect(() => {
    const root = sheet.current;
    if (root === null || texts.length === 0) return;
    const place = currentPlace(hits, current, tab);
    let isSought = current >= 0;
    const paint = (): void => {
      const found = lightWords(root, texts, place);
      if (!isSought || found === null) return;
      isSought = false;
      found.scrollIntoView({ block: 'center' });
    };
    let timer = setTimeout(paint, 60);
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(paint, 150);
    });
    observer.observe(root, { childList: true, subtree: true, characterData: true });
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      lightWords(root, [], { ordinal: -1 });
    };
  }, [sheet, texts, tab, hits, current]);
}
