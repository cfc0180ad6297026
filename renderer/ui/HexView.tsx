/** Bytes in hex beside their text: a small piece at once (`HexLines`), or a whole body of which only what is in sight is asked for (`HexView`). */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type PointerEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import styles from './HexView.module.css';
import { type HexLine, type HexMarks, hexLine, hexLines } from './hex-lines.ts';

type HexLinesProps = {
  readonly bytes: Uint8Array;
  /** Place of `bytes` in the body. */
  readonly offset: number;
  readonly width: 8 | 16;
  readonly marks: HexMarks;
};

/** A few lines of bytes; for more than some KB use HexView. */
export function HexLines({ bytes, offset, width, marks }: HexLinesProps) {
  const digits = Math.max(4, (offset + bytes.length).toString(16).length);
  return (
    <div className={styles.lines}>
      {hexLines(bytes, offset, width, marks).map((line) => (
        <Line key={line.offset} line={line} digits={digits} width={width} />
      ))}
    </div>
  );
}

type HexViewProps = {
  readonly label: string;
  readonly totalBytes: number;
  /** Bytes [start, end) of the body, or null when they cannot be read. */
  readonly load: (start: number, end: number) => Promise<Uint8Array | null>;
  readonly marks: HexMarks;
  /** Bytes [start, end): one that was clicked, or those of a selection. */
  readonly onPick?: (start: number, end: number) => void;
};

const cutWords = 'The network cut this character of UTF-8 in two';
const lineHeight = 18;
/** 32 bytes in hex and text, px. */
const wideFrom = 990;
/** Bytes are asked for and kept in pages of this size; at most `keptPages` of them. */
const pageBytes = 64 * 1024;
const keptPages = 24;

/** Virtualised; a scroller that takes the focus by itself. Give it a `key` that changes with the body. */
export function HexView({ label, totalBytes, load, marks, onPick }: HexViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const pages = usePages(totalBytes, load);
  const width = useLineWidth(scroller);
  const virtualizer = useVirtualizer({
    count: Math.ceil(totalBytes / width),
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 20,
  });
  const digits = Math.max(4, totalBytes.toString(16).length);
  const litStart = marks.lit?.start ?? null;
  useEffect(() => {
    if (litStart === null) return;
    const row = Math.floor(litStart / width);
    const seen = virtualizer.range;
    const isSeen = seen !== null && row > seen.startIndex && row < seen.endIndex - 1;
    if (!isSeen) virtualizer.scrollToIndex(row, { align: 'center' });
  }, [litStart, virtualizer, width]);
  const pick = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const selection = document.getSelection();
    const from = selection && byteAt(selection.anchorNode, selection.anchorOffset);
    const to = selection && byteAt(selection.focusNode, selection.focusOffset);
    if (selection && !selection.isCollapsed && from !== null && to !== null) {
      onPick?.(Math.min(from, to), Math.max(from, to) + (from === to ? 1 : 0));
      return;
    }
    const run = (event.target as HTMLElement).closest<HTMLElement>('[data-offset]');
    const at = byteAt(selection?.focusNode ?? null, selection?.focusOffset ?? 0) ?? Number(run?.dataset.offset);
    if (run !== null) onPick?.(at, at + 1);
  };
  return (
    <section ref={scroller} className={styles.view} aria-label={label} onPointerUp={pick}>
      <div className={styles.canvas} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const offset = item.index * width;
          const bytes = pages(offset, Math.min(offset + width, totalBytes));
          return (
            <div key={item.key} className={styles.place} style={{ transform: `translateY(${item.start}px)` }}>
              <Line line={bytes ? hexLine(bytes, offset, marks) : { offset, runs: [] }} digits={digits} width={width} />
            </div>
          );
        })}
      </div>
    </section>
  );
}

/** The byte of a place in the painted lines; null beside them. */
function byteAt(node: Node | null, offset: number): number | null {
  const run = (node instanceof Element ? node : node?.parentElement)?.closest<HTMLElement>('[data-offset]');
  if (!run) return null;
  const isHex = run.parentElement?.classList.contains(styles.hex ?? '') === true;
  const within = node instanceof Text ? offset : 0;
  return Number(run.dataset.offset) + (isHex ? Math.floor(within / 3) : within);
}

/** Bytes in a line: 32 where they fit. Divides the page size, so that a line never stands on two pages. */
function useLineWidth(scroller: RefObject<HTMLElement | null>): 16 | 32 {
  const [width, setWidth] = useState<16 | 32>(16);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = (): void => setWidth(element.clientWidth >= wideFrom ? 32 : 16);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return width;
}

function usePages(totalBytes: number, load: HexViewProps['load']) {
  const pages = useRef(new Map<number, Uint8Array | 'asked'>());
  const [, setVersion] = useState(0);
  const isMounted = useRef(true);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  return (start: number, end: number): Uint8Array | null => {
    const page = Math.floor(start / pageBytes);
    const from = page * pageBytes;
    const wanted = Math.min(totalBytes, from + pageBytes) - from;
    const known = pages.current.get(page);
    if (known instanceof Uint8Array && known.length >= Math.min(wanted, end - from)) {
      return known.subarray(start - from, end - from);
    }
    if (known === 'asked') return null;
    pages.current.set(page, 'asked');
    void load(from, from + wanted).then((bytes) => {
      if (bytes === null || !isMounted.current) return;
      pages.current.set(page, bytes);
      for (const key of pages.current.keys()) {
        if (pages.current.size <= keptPages) break;
        if (key !== page) pages.current.delete(key);
      }
      setVersion((version) => version + 1);
    });
    return null;
  };
}

function Line({
  line,
  digits,
  width: columns,
}: {
  readonly line: HexLine;
  readonly digits: number;
  readonly width: number;
}) {
  return (
    <div className={styles.line}>
      <span className={styles.offset}>{line.offset.toString(16).padStart(digits, '0')}</span>
      <span className={styles.hex} style={{ width: `${columns * 3}ch` }}>
        {line.runs.map((run) => (
          <span
            key={run.offset}
            data-offset={run.offset}
            data-lit={run.isLit || undefined}
            data-chunk={run.isChunkStart || undefined}
            data-cut={run.isCutCharacter || undefined}
            title={run.isCutCharacter ? cutWords : undefined}
            data-band={run.band ?? undefined}
          >
            {run.hex}{' '}
          </span>
        ))}
      </span>
      <span className={styles.text}>
        {line.runs.map((run) => (
          <span
            key={run.offset}
            data-offset={run.offset}
            data-lit={run.isLit || undefined}
            data-chunk={run.isChunkStart || undefined}
            data-cut={run.isCutCharacter || undefined}
            title={run.isCutCharacter ? cutWords : undefined}
            data-band={run.band ?? undefined}
          >
            {run.text}
          </span>
        ))}
      </span>
    </div>
  );
}
