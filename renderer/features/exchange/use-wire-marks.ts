/** What the Wire view lights: chunk borders, bands of events, and what is picked, in offsets of the bytes that are shown. */
import { useMemo, useState } from 'react';
import type { BodyDirection, WireChunk } from '../../../shared/ipc/bodies.ts';
import type { EventRecord } from '../../../shared/model/event-record.ts';
import { emptyEventList } from '../../store/event-list.ts';
import { selectEvent, selectRange } from '../../store/open-actions.ts';
import type { ExchangeSelection } from '../../store/open-exchange.ts';
import { usePacedOpen } from '../../store/paced-open.ts';
import { useStore } from '../../store/store.ts';
import { type HexMarks, lastAtOrBefore } from '../../ui/hex-lines.ts';
import { contentOfChunk, type EventPlaces, eventPlaces, eventsInBytes } from './wire-borders.ts';

/** Whose events lie in a body; a client has some on a WebSocket only. */
const originOf = { request: 'client', response: 'upstream', injected: 'wirelens' } as const;

type Bytes = { readonly start: number; readonly end: number };

export type WireMarks = {
  readonly marks: HexMarks;
  readonly places: EventPlaces;
  /** The chunks that carried what is picked. */
  readonly litChunks: { readonly first: number; readonly last: number } | null;
  /** The bytes that are lit, in decoded offsets. */
  readonly picked: Bytes | null;
  readonly pickBytes: (start: number, end: number) => void;
  readonly pickChunk: (chunk: WireChunk) => void;
};

/** `isDecoded`: offsets are those that events count in; else those of the wire, where an encoding hides the events. */
export function useWireMarks(direction: BodyDirection, chunks: readonly WireChunk[], isDecoded: boolean): WireMarks {
  const { items, length } = usePacedOpen()?.events ?? emptyEventList;
  const selection = useStore((state) => state.openExchange?.selection);
  // A picked chunk (or stretch of bytes) is lit by itself until something else is picked.
  const [own, setOwn] = useState<{ readonly bytes: Bytes; readonly selection: ExchangeSelection } | null>(null);
  const origin = originOf[direction];
  const places = useMemo(() => eventPlaces(items, length, origin), [items, length, origin]);
  const picked = own !== null && own.selection === selection ? own.bytes : pickedBytes(selection, items, origin);
  const litChunks = picked === null ? null : chunksOfBytes(chunks, picked);
  const pick = (bytes: Bytes, isOne: boolean): void => {
    const events = eventsInBytes(places, bytes.start, bytes.end);
    if (events !== null && isOne) selectEvent(events.first);
    else if (events !== null) selectRange({ ...events, text: null });
    else selectEvent(null);
    const now = useStore.getState().openExchange?.selection;
    setOwn(isOne || now === undefined ? null : { bytes, selection: now });
  };
  const chunkStarts = useMemo(
    () => chunks.map((chunk) => (isDecoded ? chunk.decodedOffset : chunk.offset)),
    [chunks, isDecoded],
  );
  const wireBytes = litChunks === null ? null : wireBytesOf(chunks, litChunks);
  return {
    marks: isDecoded
      ? { chunkStarts, lit: picked, eventStarts: places.starts, isText: true }
      : { chunkStarts, lit: wireBytes },
    places,
    litChunks,
    picked,
    pickBytes: (start, end) => {
      if (isDecoded) pick({ start, end }, end - start <= 1);
      else {
        const chunk = chunks[lastAtOrBefore(chunkStarts, start)];
        if (chunk) pick(decodedBytesOf(chunk), false);
      }
    },
    pickChunk: (chunk) => {
      const { events } = contentOfChunk(places, chunk);
      pick(decodedBytesOf(chunk), events === null);
      if (events === null) {
        const now = useStore.getState().openExchange?.selection;
        if (now) setOwn({ bytes: decodedBytesOf(chunk), selection: now });
      }
    },
  };
}

function decodedBytesOf({ decodedOffset, decodedBytes }: WireChunk): Bytes {
  return { start: decodedOffset, end: decodedOffset + decodedBytes };
}

function pickedBytes(
  selection: ExchangeSelection | undefined,
  items: readonly EventRecord[],
  origin: EventRecord['origin'],
): Bytes | null {
  if (selection === undefined || selection.kind === 'none') return null;
  const [from, to] =
    selection.kind === 'event' ? [selection.index, selection.index] : [selection.first, selection.last];
  let start: number | null = null;
  let end = 0;
  for (let index = from; index <= to; index += 1) {
    const event = items[index];
    if (event?.origin !== origin) continue;
    start ??= event.byteStart;
    end = event.byteEnd;
  }
  return start === null ? null : { start, end };
}

/** Chunks by their index, those that held nothing between them included. */
function chunksOfBytes(chunks: readonly WireChunk[], { start, end }: Bytes) {
  const offsets = chunks.map(({ decodedOffset }) => decodedOffset);
  const last = chunks[lastAtOrBefore(offsets, Math.max(start, end - 1))];
  let at = lastAtOrBefore(offsets, start);
  while (at > 0 && chunks[at]?.decodedBytes === 0) at -= 1;
  const first = chunks[at];
  return first && last ? { first: first.index, last: last.index } : null;
}

function wireBytesOf(
  chunks: readonly WireChunk[],
  lit: { readonly first: number; readonly last: number },
): Bytes | null {
  const first = chunks.find(({ index }) => index === lit.first);
  const last = chunks.findLast(({ index }) => index === lit.last);
  return first && last ? { start: first.offset, end: last.offset + last.sizeBytes } : null;
}
