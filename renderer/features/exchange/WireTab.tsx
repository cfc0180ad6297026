/** The Wire view: a body in hex and text with the borders of its network chunks among its events, or as decoded text. */
import { useCallback, useEffect, useState } from 'react';
import type { BodyDirection, WireChunk } from '../../../shared/ipc/bodies.ts';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { copyText } from '../../store/actions.ts';
import { loadBody } from '../../store/open-actions.ts';
import { useStore } from '../../store/store.ts';
import { usePaneSize } from '../../store/use-pane-size.ts';
import { CodeView } from '../../ui/CodeView.tsx';
import { HexView } from '../../ui/HexView.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { SplitPane } from '../../ui/SplitPane.tsx';
import { bytesText, countText } from './figures.ts';
import { type LoadedText, loadText } from './load-text.ts';
import { useWireChunks } from './use-wire-chunks.ts';
import { useWireMarks, type WireMarks } from './use-wire-marks.ts';
import { WireChunkList } from './WireChunkList.tsx';
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
  const loaded = useWireChunks(id, direction);
  const chunks = loaded ?? noChunks;
  const isEncoded = chunks.some(({ sizeBytes, decodedBytes }) => sizeBytes !== decodedBytes);
  const [isAsSent, setAsSent] = useState(false);
  const isDecoded = !(isEncoded && isAsSent);
  const wire = useWireMarks(direction, chunks, isDecoded);
  const load = useCallback(
    async (start: number, end: number) => {
      const result = await loadBody({ id, direction, isDecoded, start, end });
      return result.ok ? new Uint8Array(result.value.bytes) : null;
    },
    [id, direction, isDecoded],
  );
  const startedAt = useStore((state) => state.openExchange?.detail?.summary.startedAt ?? 0);
  const last = chunks.at(-1);
  const sentBytes = last === undefined ? 0 : last.offset + last.sizeBytes;
  const decodedBytes = last === undefined ? 0 : last.decodedOffset + last.decodedBytes;
  const totalBytes = isDecoded ? decodedBytes : sentBytes;
  const isHex = form === 'hex' && totalBytes > 0;
  const isNarrow = useMediaQuery('(max-width: 1180px)');
  const [chunksWidth, setChunksWidth] = usePaneSize(isNarrow ? 'chunks-narrow' : 'chunks');
  return (
    <>
      <div className={styles.head}>
        {children}
        {form === 'hex' && isEncoded && (
          <Segmented
            label="Encoding"
            size="small"
            options={encodings}
            value={isAsSent ? 'sent' : 'decoded'}
            onChange={(value) => setAsSent(value === 'sent')}
          />
        )}
        <span className="faint numbers">
          {loaded === null ? 'reading…' : sizeWords(chunks.length, sentBytes, decodedBytes)}
        </span>
        <span className="cut faint">{form === 'text' ? 'decoded' : pickedWords(wire)}</span>
      </div>
      <div className={styles.body}>
        {loaded !== null && totalBytes === 0 && <p className={styles.nothing}>No body.</p>}
        {isHex && (
          <SplitPane
            fixed="start"
            size={isNarrow ? 220 : 280}
            chosen={chunksWidth}
            onChoose={setChunksWidth}
            minimum={160}
            minimumRest={360}
            label="Width of the chunks"
            start={
              <WireChunkList
                chunks={chunks}
                places={wire.places}
                startedAt={startedAt}
                lit={wire.litChunks}
                isEncoded={isEncoded}
                onPick={wire.pickChunk}
              />
            }
            end={
              <HexView
                key={isDecoded ? 'decoded' : 'sent'}
                label="Bytes"
                totalBytes={totalBytes}
                load={load}
                marks={wire.marks}
                onPick={wire.pickBytes}
              />
            }
          />
        )}
        {form === 'text' && sentBytes > 0 && <BodyText id={id} direction={direction} />}
      </div>
    </>
  );
}

const noChunks: readonly WireChunk[] = [];
const encodings: readonly { readonly value: 'decoded' | 'sent'; readonly title: string }[] = [
  { value: 'decoded', title: 'Decoded' },
  { value: 'sent', title: 'As sent' },
];

function sizeWords(count: number, sentBytes: number, decodedBytes: number): string {
  const decoded = sentBytes === decodedBytes ? '' : `, ${bytesText(decodedBytes)} decoded`;
  return `${bytesText(sentBytes)} in ${countText(count)} ${count === 1 ? 'chunk' : 'chunks'}${decoded}`;
}

/** What is lit, in figures; what the marks mean while nothing is. */
function pickedWords({ picked, litChunks }: WireMarks): string {
  if (picked === null || litChunks === null) return 'a bar is the border of a network chunk, a band an event';
  const { first, last } = litChunks;
  const bytes = `bytes ${countText(picked.start)} to ${countText(Math.max(picked.start, picked.end - 1))}, ${bytesText(picked.end - picked.start)}`;
  return `${bytes}, ${first === last ? `in chunk ${first}` : `in chunks ${first} to ${last}`}`;
}

function BodyText({ id, direction }: { readonly id: string; readonly direction: BodyDirection }) {
  const findRequests = useStore((state) => state.findRequests);
  const [loaded, setLoaded] = useState<LoadedText | null>(null);
  useEffect(() => {
    let isGone = false;
    void loadText(id, direction).then((text) => {
      if (!isGone) setLoaded(text);
    });
    return () => {
      isGone = true;
    };
  }, [id, direction]);
  if (loaded === null) return <p className={styles.nothing}>Reading…</p>;
  const language = loaded.isJson ? 'json' : 'text';
  return (
    <CodeView label="Body" language={language} text={loaded.text} onCopy={copyText} searchRequests={findRequests} />
  );
}
