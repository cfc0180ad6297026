/** The completion being rebuilt: what the model said, on paper. Selecting in it picks events, picked events light it. */
import { type PointerEvent, useLayoutEffect, useRef, useState } from 'react';
import { asAtMoment } from '../../store/completion-at.ts';
import { hoverEvent, selectEvent, selectRange } from '../../store/open-actions.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { usePacedText } from '../../store/paced-open.ts';
import { useStore } from '../../store/store.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { Choices } from './Choices.tsx';
import { CompletionCopy, textOfCompletion } from './CompletionCopy.tsx';
import { CompletionJson } from './CompletionJson.tsx';
import styles from './CompletionPane.module.css';
import { EndCards } from './EndCards.tsx';
import { momentText } from './figures.ts';
import { placeAtPoint, placeOf, type TextPlace } from './lit-highlights.ts';
import { eventsOfRange, findBlock } from './provenance.ts';
import { SocketTurns } from './SocketTurns.tsx';
import { silenceWords } from './silence-words.ts';
import { UsageFoot } from './UsageFoot.tsx';
import { useCompletionFind } from './use-completion-find.ts';
import { useLights } from './use-lights.ts';
import { usePinnedScroll } from './use-pinned-scroll.ts';
import { useSelectAll } from './use-select-all.ts';
import { useStillCaret } from './use-still-caret.ts';
import { isRunning, trackOf } from './use-track.ts';

/** How the text of the completion is shown. */
export type CompletionForm = 'text' | 'plain' | 'json';

const forms: readonly { readonly value: CompletionForm; readonly title: string }[] = [
  { value: 'text', title: 'Text' },
  { value: 'plain', title: 'Plain' },
  { value: 'json', title: 'JSON' },
];

/** Takes the width that is left. */
export function CompletionPane() {
  const [form, setForm] = useState<CompletionForm>('text');
  const words = useStore((state) => {
    const open = state.openExchange;
    if (open === null || open.isLoading) return '';
    if (open.momentAt !== null) return `as it was at ${momentText(open.momentAt - trackOf(open).startedAt)}`;
    const end = open.detail?.summary.end ?? null;
    return end === null || end === 'complete' ? '' : 'unfinished';
  });
  return (
    <section className={styles.paper} aria-label="Completion">
      <div className={styles.head}>
        <strong>Completion</strong>
        <span className="numbers">{words}</span>
        <span className="spacer" />
        <Segmented label="Form of the completion" size="small" options={forms} value={form} onChange={setForm} />
        <CompletionCopy />
      </div>
      {form === 'json' ? <CompletionJson /> : <Document form={form} />}
      <UsageFoot />
    </section>
  );
}

function Document({ form }: { readonly form: 'text' | 'plain' }) {
  const open = usePacedText();
  return open === null ? null : <OpenDocument form={form} open={open} />;
}

function OpenDocument({ form, open }: { readonly form: 'text' | 'plain'; readonly open: OpenExchange }) {
  const scroller = useRef<HTMLDivElement>(null);
  const lights = useLights(scroller, form);
  const pinned = usePinnedScroll(scroller, open, open.completion);
  useCompletionFind(scroller, open.completion);
  useSelectAll(scroller, () => textOfCompletion(open.completion));
  useStillCaret(scroller, open.completion);
  const hoverFrame = useRef(0);
  const isPast = open.momentAt !== null;
  useLayoutEffect(() => {
    // What was written last at that moment is what it is about.
    if (isPast && open.completion && scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [isPast, open.completion]);
  const eventAtPlace = (place: TextPlace | null): number | null => {
    if (place === null) return null;
    const block = blockOfPlace(place);
    return block === null ? null : (eventsOfRange(block, place.offset, place.offset)?.first ?? null);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (hoverFrame.current !== 0 || event.buttons !== 0) return;
    const { clientX, clientY } = event;
    hoverFrame.current = requestAnimationFrame(() => {
      hoverFrame.current = 0;
      hoverEvent(eventAtPlace(placeAtPoint(clientX, clientY)));
    });
  };
  const onPointerUp = (event: PointerEvent): void => {
    if (event.button !== 0 || (event.target as HTMLElement).closest('button, summary')) return;
    const selected = document.getSelection();
    if (selected !== null && !selected.isCollapsed && pickSelection(selected)) return;
    const place = placeAtPoint(event.clientX, event.clientY);
    const index = eventAtPlace(place);
    if (index !== null) {
      lights.keepScroll();
      selectEvent(index);
    }
  };
  return (
    <div
      ref={scroller}
      className={styles.doc}
      data-pane="completion"
      tabIndex={-1}
      onScroll={pinned.onScroll}
      onPointerMove={onPointerMove}
      onPointerLeave={() => hoverEvent(null)}
      onPointerUp={onPointerUp}
    >
      <Choices completion={open.completion} form={form} isRunning={isPast || isRunning(open)} />
      {!isPast && <EndCards open={open} />}
      {!isPast && open.detail?.summary.isWebSocket && <SocketTurns connectionId={open.id} />}
      <Silence open={open} />
    </div>
  );
}

/** Why there is nothing to read, where nothing else says it. */
function Silence({ open }: { readonly open: OpenExchange }) {
  const isSilent = open.completion.choices.every((choice) => choice.blocks.length === 0);
  const { detail } = open;
  if (!isSilent || open.isLoading || detail === null) return null;
  if (detail.summary.isWebSocket && detail.summary.format === 'openai-responses' && !detail.start.turnOf) return null;
  const words =
    open.momentAt !== null || isRunning(open) ? 'Nothing said yet.' : silenceWords(detail, open.events.length);
  return words === null ? null : <p className={styles.waiting}>{words}</p>;
}

function blockOfPlace(place: TextPlace) {
  const open = useStore.getState().openExchange;
  const colon = place.block.indexOf(':');
  if (open === null || colon === -1) return null;
  return findBlock(asAtMoment(open).completion, Number(place.block.slice(0, colon)), place.block.slice(colon + 1));
}

/** Picks the events of the selected text; a selection over several blocks takes them all. */
function pickSelection(selected: Selection): boolean {
  const range = selected.getRangeAt(0);
  const start = placeOf(range.startContainer, range.startOffset);
  const end = placeOf(range.endContainer, range.endOffset);
  const startBlock = start === null ? null : blockOfPlace(start);
  const endBlock = end === null ? null : blockOfPlace(end);
  if (start === null || end === null || startBlock === null || endBlock === null) return false;
  const first = eventsOfRange(startBlock, start.offset, start.offset);
  const last = eventsOfRange(endBlock, Math.max(0, end.offset - 1), end.offset);
  if (first === null || last === null) return false;
  const isOne = startBlock === endBlock;
  const text = isOne
    ? { choice: startBlock.choice, block: startBlock.key, start: start.offset, end: end.offset }
    : null;
  selectRange({ first: Math.min(first.first, last.first), last: Math.max(first.last, last.last), text });
  return true;
}
