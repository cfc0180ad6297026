/** What an event was on the wire: its size, place and chunks, its text with the data pretty printed, and its bytes. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { EventRecord } from '../../../shared/model/event-record.ts';
import { loadBody, loadChunks, loadMessage } from '../../store/open-actions.ts';
import { HexLines } from '../../ui/HexView.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import styles from './EventBytes.module.css';
import { readableBytes } from './event-text.ts';
import { bytesText, countText } from './figures.ts';
import { cutAtPiece } from './lit-piece.ts';

/** More than this is cut; the Wire view shows all. */
const shownBytes = 16 * 1024;

type Loaded = { readonly bytes: Uint8Array } | { readonly problem: string } | null;

type EventBytesProps = {
  readonly id: string;
  readonly event: EventRecord;
  /** A message of a WebSocket: read without its frames, which hex shows. */
  readonly isMessage: boolean;
  /** They are there, in their full height. */
  readonly onLoaded: () => void;
};

/** Opens below the event's row. */
export function EventBytes({ id, event, isMessage, onLoaded }: EventBytesProps) {
  const [loaded, setLoaded] = useState<Loaded>(null);
  const [form, setForm] = useState<'text' | 'raw' | 'hex'>('text');
  const size = event.byteEnd - event.byteStart;
  const isHex = form === 'hex';
  const borders = useBorders(id, event, isHex);
  const isOurs = event.origin === 'wirelens';
  useEffect(() => {
    let isGone = false;
    const asked = isMessage && !isHex ? loadMessage(id, event.index) : loadRange(id, event);
    void asked.then((result) => {
      if (isGone) return;
      setLoaded(result.ok ? { bytes: new Uint8Array(result.value.bytes) } : { problem: result.error.message });
    });
    return () => {
      isGone = true;
    };
  }, [id, event, isMessage, isHex]);
  const tell = useRef(onLoaded);
  tell.current = onLoaded;
  useLayoutEffect(() => {
    if (loaded !== null) tell.current();
  }, [loaded]);
  return (
    <div className={styles.bytes}>
      <div className={styles.head}>
        {isOurs ? (
          <>
            <b>written by us</b> not from the upstream
          </>
        ) : (
          <>
            <b>{bytesText(size)}</b>
            {isMessage && <span>{event.origin === 'client' ? 'sent by the client' : 'sent by the upstream'}</span>}
            <span>
              {countText(event.byteStart)} to {countText(Math.max(event.byteStart, event.byteEnd - 1))}
            </span>
            <span className="cut">{chunkWords(event)}</span>
          </>
        )}
        <span className="spacer" />
        <Segmented
          label="Form of the event"
          size="small"
          options={[
            { value: 'text', title: 'JSON' },
            { value: 'raw', title: 'Raw' },
            { value: 'hex', title: 'Hex' },
          ]}
          value={form}
          onChange={setForm}
        />
      </div>
      <Content loaded={loaded} form={form} event={event} borders={borders} />
      {size > shownBytes && <p className={styles.rest}>{bytesText(size - shownBytes)} more: see Wire</p>}
    </div>
  );
}

/** The bytes of an event in the body that it is part of. */
function loadRange(id: string, { origin, byteStart, byteEnd }: EventRecord): ReturnType<typeof loadBody> {
  const end = Math.min(byteEnd, byteStart + shownBytes);
  const direction = ({ wirelens: 'injected', client: 'request', upstream: 'response' } as const)[origin];
  return loadBody({ id, direction, isDecoded: true, start: byteStart, end });
}

function chunkWords(event: EventRecord): string {
  if (event.chunkStart === event.chunkEnd) return `chunk ${event.chunkStart}, not split`;
  return `chunks ${event.chunkStart} to ${event.chunkEnd}, split by the network`;
}

type ContentProps = {
  readonly loaded: Loaded;
  readonly form: 'text' | 'raw' | 'hex';
  readonly event: EventRecord;
  /** Where network chunks begin. */
  readonly borders: readonly number[];
};

const noBorders: readonly number[] = [];

/** Where the network cut an event that it split; asked for when its hex is looked at. */
function useBorders(id: string, { origin, chunkStart, chunkEnd }: EventRecord, isWanted: boolean): readonly number[] {
  const [borders, setBorders] = useState(noBorders);
  const isAsked = isWanted && origin === 'upstream' && chunkStart !== chunkEnd;
  useEffect(() => {
    if (!isAsked) return;
    let isGone = false;
    void loadChunks({ id, direction: 'response' }).then((chunks) => {
      const own = chunks.filter(({ index }) => index > chunkStart && index <= chunkEnd);
      if (!isGone) setBorders(own.map(({ decodedOffset }) => decodedOffset));
    });
    return () => {
      isGone = true;
    };
  }, [id, isAsked, chunkStart, chunkEnd]);
  return borders;
}

function Content({ loaded, form, event, borders }: ContentProps) {
  if (loaded === null) return <p className={styles.rest}>reading…</p>;
  if ('problem' in loaded) return <p className={styles.rest}>{loaded.problem}</p>;
  if (form === 'hex') {
    return (
      <HexLines
        bytes={loaded.bytes.subarray(0, 2048)}
        offset={event.byteStart}
        width={8}
        marks={{ chunkStarts: borders, lit: null, isText: true }}
      />
    );
  }
  const shown = loaded.bytes.subarray(0, shownBytes);
  const text = form === 'raw' ? new TextDecoder().decode(shown).trimEnd() : readableBytes(shown);
  const cut = cutAtPiece(text, event);
  // As one piece of text where nothing is lit.
  if (cut === null) return <pre>{text}</pre>;
  return (
    <pre>
      {cut[0]}
      <mark>{cut[1]}</mark>
      {cut[2]}
    </pre>
  );
}
