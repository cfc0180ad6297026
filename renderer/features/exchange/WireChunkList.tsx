/** The network's chunks in a list beside their bytes: when each came, its size, and which events it holds or cuts. */
import type { KeyboardEvent } from 'react';
import type { WireChunk } from '../../../shared/ipc/bodies.ts';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { bytesText } from './figures.ts';
import { secondsText } from './log-rows.ts';
import styles from './WireTab.module.css';
import { contentOfChunk, type EventPlaces } from './wire-borders.ts';

const rowHeight = 26;

type WireChunkListProps = {
  readonly chunks: readonly WireChunk[];
  readonly places: EventPlaces;
  readonly startedAt: number;
  /** Chunks [first, last] of what is picked, by index. */
  readonly lit: { readonly first: number; readonly last: number } | null;
  readonly isEncoded: boolean;
  readonly onPick: (chunk: WireChunk) => void;
};

/** A listbox; arrows go from chunk to chunk. */
export function WireChunkList({ chunks, places, startedAt, lit, isEncoded, onPick }: WireChunkListProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const step =
      event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const at = lit === null ? -1 : chunks.findIndex(({ index }) => index === (step === 1 ? lit.last : lit.first));
    const next = chunks[Math.max(0, Math.min(chunks.length - 1, at + step))];
    if (next) onPick(next);
  };
  return (
    <div className={styles.chunkList}>
      <div className={`${styles.chunk} ${styles.chunkHeads}`} aria-hidden="true">
        <span>chunk</span>
        <span>time s</span>
        <span>size</span>
        <span>events</span>
      </div>
      <VirtualList
        label="Network chunks"
        className={styles.chunks}
        items={chunks}
        itemKey={(chunk) => String(chunk.index)}
        itemHeight={() => rowHeight}
        follow="none"
        activeKey={lit === null ? null : String(lit.first)}
        activeElementId={lit === null ? undefined : `chunk-${lit.first}`}
        onKeyDown={onKeyDown}
        renderItem={(chunk) => (
          <ChunkRow
            chunk={chunk}
            places={places}
            startedAt={startedAt}
            isLit={lit !== null && chunk.index >= lit.first && chunk.index <= lit.last}
            isEncoded={isEncoded}
            onPick={onPick}
          />
        )}
      />
    </div>
  );
}

type ChunkRowProps = Omit<WireChunkListProps, 'chunks' | 'lit'> & {
  readonly chunk: WireChunk;
  readonly isLit: boolean;
};

function ChunkRow({ chunk, places, startedAt, isLit, isEncoded, onPick }: ChunkRowProps) {
  const { words, isTorn } = contentOfChunk(places, chunk);
  const size = bytesText(chunk.sizeBytes);
  return (
    <div
      id={`chunk-${chunk.index}`}
      role="option"
      aria-selected={isLit}
      tabIndex={-1}
      className={styles.chunk}
      data-lit={isLit || undefined}
      onClick={() => onPick(chunk)}
      onKeyDown={() => undefined}
      title={`Chunk ${chunk.index}: ${chunk.sizeBytes} B on the wire from ${chunk.offset}${isEncoded ? `, ${chunk.decodedBytes} B decoded from ${chunk.decodedOffset}` : ''}`}
    >
      <span className="faint">{chunk.index}</span>
      <span className="faint">{secondsText(chunk.receivedAt - startedAt)}</span>
      <span>{isEncoded ? `${size} → ${bytesText(chunk.decodedBytes)}` : size}</span>
      <span className="cut" data-torn={isTorn || undefined}>
        {chunk.isInsideCharacter && <em>cuts a character </em>}
        {words}
      </span>
    </div>
  );
}
