/** The Wire view: a body as it was on the wire, in hex and text with the borders of its network chunks, or decoded text. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { BodyDirection, ChunkInfo } from '../../../shared/ipc/contract.ts';
import { emptyEventList } from '../../store/event-list.ts';
import { loadBody, loadChunks, selectEvent } from '../../store/open-actions.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { useStore } from '../../store/store.ts';
import { CodeView } from '../../ui/CodeView.tsx';
import { HexView } from '../../ui/HexView.tsx';
import { type HexMarks, lastAtOrBefore } from '../../ui/hex-lines.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { bytesText, countText } from './figures.ts';
import { loadText } from './load-text.ts';
import styles from './WireTab.module.css';

type WireForm = 'hex' | 'text';

/** Follows a running body every second. */
export function WireTab() {
  const id = useStore((state) => state.openExchange?.id ?? null);
  const injected = useStore((state) => state.openExchange?.detail?.summary.injectedBytes ?? 0);
  const [direction, setDirection] = useState<BodyDirection>('response');
  const [form, setForm] = useState<WireForm>('hex');
  const isOursPicked = useStore(
    ({ openExchange: open }) =>
      open?.selection.kind === 'event' && open.events.items[open.selection.index]?.origin === 'wirelens',
  );
  const isClientPicked = useStore(
    ({ openExchange: open }) =>
      open?.selection.kind === 'event' && open.events.items[open.selection.index]?.origin === 'client',
  );
  useEffect(() => {
    if (isClientPicked) setDirection('request');
  }, [isClientPicked]);
  useEffect(() => {
    setDirection((was) => (isOursPicked ? 'injected' : was === 'injected' ? 'response' : was));
  }, [isOursPicked]);
  if (id === null) return null;
  const directions: { value: BodyDirection; title: string }[] = [
    { value: 'response', title: 'Response' },
    { value: 'request', title: 'Request' },
    ...(injected > 0 ? [{ value: 'injected' as const, title: 'Ours' }] : []),
  ];
  return (
    <section className={styles.wire} aria-label="Wire">
      <Body key={`${direction}:${form}`} id={id} direction={direction} form={form}>
        <Segmented label="Direction" size="small" options={directions} value={direction} onChange={setDirection} />
        <Segmented
          label="Form of the body"
          size="small"
          options={[
            { value: 'hex', title: 'Hex' },
            { value: 'text', title: 'Text' },
          ]}
          value={form}
          onChange={setForm}
        />
      </Body>
    </section>
  );
}

type BodyProps = {
  readonly id: string;
  readonly direction: BodyDirection;
  readonly form: WireForm;
  readonly children: React.ReactNode;
};

function Body({ id, direction, form, children }: BodyProps) {
  const { totalBytes, chunks } = useWire(id, direction);
  const load = useCallback(
    async (start: number, end: number) => {
      const result = await loadBody({ id, direction, isDecoded: false, start, end });
      return result.ok ? new Uint8Array(result.value.bytes) : null;
    },
    [id, direction],
  );
  const words = totalBytes === null ? 'reading…' : `${bytesText(totalBytes)} in ${countText(chunks.length)} chunks`;
  const { marks, pick } = useMarks(direction, chunks);
  return (
    <>
      <div className={styles.head}>
        {children}
        <span className="faint numbers">{words}</span>
        <span className="faint">
          {form === 'hex' ? 'as on the wire; a bar is the border of a network chunk, a band an event' : 'decoded'}
        </span>
      </div>
      <div className={styles.body}>
        {totalBytes === 0 && <p className={styles.nothing}>No body.</p>}
        {form === 'hex' && totalBytes !== null && totalBytes > 0 && (
          <HexView key={totalBytes} label="Bytes" totalBytes={totalBytes} load={load} marks={marks} onPick={pick} />
        )}
        {form === 'text' && totalBytes !== null && totalBytes > 0 && <BodyText id={id} direction={direction} />}
      </div>
    </>
  );
}

/** Borders of chunks, bands of events and the picked event, where the bytes on the wire are those that events count in. */
function useMarks(
  direction: BodyDirection,
  chunks: readonly ChunkInfo[],
): { readonly marks: HexMarks; readonly pick: (offset: number) => void } {
  const open = useStore((state) => state.openExchange);
  const origin = originOf[direction];
  const isCounted = open !== null && !isEncoded(open);
  const { items, length } = open?.events ?? emptyEventList;
  const starts = useMemo(() => {
    if (!isCounted) return { offsets: [], indexes: [] };
    const own = items.slice(0, length).filter((event) => event.origin === origin);
    return { offsets: own.map((event) => event.byteStart), indexes: own.map((event) => event.index) };
  }, [isCounted, items, length, origin]);
  const picked = open?.selection.kind === 'event' && isCounted ? items[open.selection.index] : undefined;
  const lit = picked?.origin === origin ? { start: picked.byteStart, end: picked.byteEnd } : null;
  return {
    marks: { chunkStarts: chunks.map((chunk) => chunk.offset), lit, eventStarts: starts.offsets },
    pick: (offset) => {
      const index = starts.indexes[lastAtOrBefore(starts.offsets, offset)];
      if (index !== undefined) selectEvent(index);
    },
  };
}

/** Whose events lie in a body; a client has some on a WebSocket only. */
const originOf = { request: 'client', response: 'upstream', injected: 'wirelens' } as const;

/** Events count in decoded bytes: with a content-encoding those are others than on the wire. */
function isEncoded(open: OpenExchange): boolean {
  return open.detail?.response?.headers.some((header) => header.name.toLowerCase() === 'content-encoding') ?? false;
}

function BodyText({ id, direction }: { readonly id: string; readonly direction: BodyDirection }) {
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    void loadText(id, direction).then((loaded) => {
      if (!isGone) setText(loaded.text);
    });
    return () => {
      isGone = true;
    };
  }, [id, direction]);
  return text === null ? (
    <p className={styles.nothing}>Reading…</p>
  ) : (
    <CodeView label="Body" language="text" text={text} />
  );
}

function useWire(id: string, direction: BodyDirection) {
  const isEnded = useStore((state) => state.openExchange?.detail?.summary.phase === 'ended');
  const [state, setState] = useState<{ totalBytes: number | null; chunks: readonly ChunkInfo[] }>({
    totalBytes: null,
    chunks: [],
  });
  useEffect(() => {
    let isGone = false;
    const ask = async (): Promise<void> => {
      const [slice, chunks] = await Promise.all([
        loadBody({ id, direction, isDecoded: false, start: 0, end: 1 }),
        loadChunks({ id, direction }),
      ]);
      if (!isGone) setState({ totalBytes: slice.ok ? slice.value.totalBytes : 0, chunks });
    };
    void ask();
    const timer = isEnded ? null : setInterval(ask, 1000);
    return () => {
      isGone = true;
      if (timer !== null) clearInterval(timer);
    };
  }, [id, direction, isEnded]);
  return state;
}
