/** The event log: every event of the stream in order, virtualised; pinned to the end only while the user is there. */
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { shownCount } from '../../store/completion-at.ts';
import { hoverEvent, selectEvent } from '../../store/open-actions.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { usePacedOpen } from '../../store/paced-open.ts';
import { showNow } from '../../store/playback.ts';
import { Button } from '../../ui/Button.tsx';
import { EventBytes } from './EventBytes.tsx';
import styles from './EventLog.module.css';
import { EventMenu } from './EventMenu.tsx';
import { EventRow, NoteRow } from './EventRow.tsx';
import { countText, momentText } from './figures.ts';
import { LogFilter } from './LogFilter.tsx';
import { LogRuler } from './LogRuler.tsx';
import {
  extendMatches,
  type LogRow,
  type LogShape,
  logShape,
  type Matches,
  mergeRising,
  rowAt,
  rowCount,
  rowOfEvent,
  stepEvent,
} from './log-rows.ts';
import { elementsFor, placedRows, type RowRun } from './row-window.ts';
import { type PathMatches, usePathMatches } from './use-path-matches.ts';
import { usePinnedScroll } from './use-pinned-scroll.ts';
import { useRowWindow } from './use-row-window.ts';
import { isRunning, trackOf } from './use-track.ts';

const rowHeight = 26;

/** 384 wide by default. */
export function EventLog() {
  const open = usePacedOpen();
  return open === null ? null : <Log open={open} />;
}

function Log({ open }: { readonly open: OpenExchange }) {
  const [query, setQuery] = useState<string | null>(null);
  const [expanded, setExpanded] = useState<number | null>(null);
  const track = trackOf(open);
  const isSocket = isConnection(open);
  const paths = usePathMatches(open, query, isSocket);
  const shape = useShape(open, query, paths);
  const count = rowCount(shape);
  const scroller = useRef<HTMLDivElement>(null);
  const expandedRow = expanded === null ? -1 : rowOfEvent(shape, expanded);
  const pinned = usePinnedScroll(scroller, open, count + expandedRow);
  const rows = useRowWindow(scroller, {
    count,
    rowHeight,
    tallRow: expandedRow,
    paddingEnd: 6,
    roomBelow: 48,
    isFollowing: pinned.isFollowing,
  });
  const elements = useRef(0);
  elements.current = elementsFor(rows.run, elements.current, pinned.isFollowing);
  const selected =
    open.selection.kind === 'event'
      ? open.selection.index
      : open.selection.kind === 'range'
        ? open.selection.first
        : null;
  const showEvent = useRef((_event: number) => {});
  showEvent.current = (event) => rows.reveal(rowOfEvent(shape, event));
  useLayoutEffect(() => {
    // Also when the filter changes or closes: what is picked stays in sight.
    if (selected !== null && query !== undefined) showEvent.current(selected);
  }, [selected, query]);
  const shown = shownCount(open);
  const { momentAt } = open;
  useLayoutEffect(() => {
    if (momentAt === null) return;
    // With some of what came before it, and a little of what comes next.
    showEvent.current(Math.max(0, shown + 2));
    showEvent.current(Math.max(0, shown - 9));
  }, [momentAt, shown]);
  const [first, last] =
    open.selection.kind === 'event'
      ? [open.selection.index, open.selection.index]
      : open.selection.kind === 'range'
        ? [open.selection.first, open.selection.last]
        : [-1, -2];
  // Once per unfolding: a row that scrolls back into sight must not pull the log to it.
  const shownExpanded = useRef<number | null>(null);
  const showUnfolded = (index: number, row: number): void => {
    if (shownExpanded.current === index) return;
    shownExpanded.current = index;
    requestAnimationFrame(() => rows.reveal(row));
  };
  if (expanded === null) shownExpanded.current = null;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey) return;
    const step =
      event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0;
    if (step !== 0) selectEvent(stepEvent(shape, selected, step));
    else if (event.key === 'Enter' && selected !== null) setExpanded(expanded === selected ? null : selected);
    else if (event.key === 'Escape' && expanded !== null) setExpanded(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  useEffect(() => {
    if (selected === null) setExpanded(null);
  }, [selected]);
  const isTallInSight = expandedRow >= rows.run.first && expandedRow < rows.run.end;
  const bytesOf = expanded !== null && isTallInSight ? open.events.items[expanded] : undefined;
  const digits = Math.max(3, String(Math.max(0, open.knownCount - 1)).length);
  const labelled = open.events.items[Math.max(0, selected ?? 0)];
  return (
    <section className={styles.pane} aria-label="Event log">
      <LogHead open={open} shape={shape} query={query} onQuery={setQuery} isReading={paths.isReading} />
      <EventMenu className={styles.frame} selected={selected}>
        <div
          ref={scroller}
          className={styles.scroller}
          data-log
          onScroll={() => {
            pinned.onScroll();
            rows.onScroll();
          }}
          onPointerLeave={() => hoverEvent(null)}
          style={{ ['--index-width' as string]: `${digits * 6.7 + 6}px` }}
        >
          <div
            className={styles.canvas}
            style={{ height: rows.height }}
            role="listbox"
            aria-label="Events"
            aria-activedescendant={selected === null ? undefined : `event-${selected}`}
            aria-description={labelled ? `${labelled.type} ${labelled.reading}` : undefined}
            tabIndex={0}
            onKeyDown={onKeyDown}
          >
            {rowsOf(shape, rows.run, elements.current, pinned.isFollowing).map(({ at, element, row }) => {
              const style = { transform: `translateY(${rows.topOf(at)}px)` };
              if (row.kind !== 'event') {
                return (
                  <div key={`note${element}`} className={styles.place} style={style}>
                    <NoteRow row={row} />
                  </div>
                );
              }
              const event = open.events.items[row.index];
              if (event === undefined) return null;
              const isSelected = row.index >= first && row.index <= last;
              return (
                <div key={element} className={styles.place} style={style} data-later={row.index >= shown || undefined}>
                  <EventRow
                    event={event}
                    track={track}
                    events={open.events.items}
                    isSelected={isSelected}
                    isLast={row.index === shown - 1}
                    isSocket={isSocket}
                    onSelect={() => {
                      selectEvent(row.index);
                      setExpanded((was) => (isSelected && was !== row.index ? row.index : null));
                    }}
                  />
                </div>
              );
            })}
            {momentAt !== null && (
              <Playhead
                top={rows.topOf(shown >= track.length ? count : rowOfEvent(shape, shown))}
                ms={momentAt - track.startedAt}
              />
            )}
          </div>
          {bytesOf !== undefined && (
            // Beside the list, not in it: what can be pressed has no place among options.
            <div
              className={styles.tall}
              style={{ transform: `translateY(${rows.topOf(expandedRow)}px)`, paddingTop: rowHeight }}
              ref={rows.measureTall}
            >
              <EventBytes
                id={open.id}
                event={bytesOf}
                isMessage={isSocket}
                onLoaded={() => showUnfolded(bytesOf.index, expandedRow)}
              />
            </div>
          )}
          {count === 0 && (
            <Nothing open={open} isFiltered={query !== null && query !== ''} isReading={paths.isReading} />
          )}
        </div>
        <LogRuler track={track} shape={shape} scroller={scroller} version={open.events.length} />
        {!pinned.isAtEnd && momentAt === null && count > 0 && (
          <Button
            variant="solid"
            size="small"
            icon="down"
            className={styles.jump ?? ''}
            onClick={() => {
              showNow();
              pinned.toEnd();
            }}
          >
            {isRunning(open) ? 'Jump to latest' : 'To the end'}
          </Button>
        )}
      </EventMenu>
    </section>
  );
}

/** The moment as a line between what had come and what came later. */
function Playhead({ top, ms }: { readonly top: number; readonly ms: number }) {
  return (
    <div className={styles.playhead} style={{ transform: `translateY(${top}px)` }} data-playhead>
      <span>{momentText(ms)}</span>
    </div>
  );
}

type PlacedRow = { readonly at: number; readonly element: number; readonly row: LogRow };

function rowsOf(shape: LogShape, run: RowRun, elements: number, isFollowing: boolean): readonly PlacedRow[] {
  return placedRows(run, elements, isFollowing).flatMap(({ at, element }) => {
    const row = rowAt(shape, at);
    return row === null ? [] : [{ at, element, row }];
  });
}

function useShape(open: OpenExchange, query: string | null, paths: PathMatches): LogShape {
  const matches = useRef<Matches | null>(null);
  const track = trackOf(open);
  const { items, length } = open.events;
  const summary = open.detail?.summary;
  const end = summary?.end ?? null;
  const endedAt = summary?.endedAt ?? null;
  const isFiltered = query !== null && query.trim() !== '';
  matches.current = isFiltered ? extendMatches(matches.current, query, items, length) : null;
  // Cheap (one object per stall), and the track grows in place: nothing to memoise on.
  const ending = end === null ? null : { end, atMs: (endedAt ?? track.startedAt) - track.startedAt };
  const found = matches.current?.found ?? null;
  return logShape(track, items, ending, found === null ? null : mergeRising(found, paths.found ?? []));
}

/** Of a WebSocket: the log shows both directions. A turn's shows what was answered. */
function isConnection({ detail }: OpenExchange): boolean {
  return detail?.summary.isWebSocket === true && detail.summary.turnOf === undefined;
}

type LogHeadProps = {
  readonly open: OpenExchange;
  readonly shape: LogShape;
  readonly query: string | null;
  readonly onQuery: (query: string | null) => void;
  /** Bytes are being looked at for a path. */
  readonly isReading: boolean;
};

function LogHead({ open, shape, query, onQuery, isReading }: LogHeadProps) {
  const { length } = open.events;
  const ours = open.detail && open.detail.summary.injectedBytes > 0 ? countOurs(open) : 0;
  const words =
    open.momentAt !== null
      ? `${countText(shownCount(open))} of ${countText(length)}`
      : ours > 0
        ? `${countText(length - ours)} received, ${ours} ours`
        : countText(length);
  return (
    <div className={styles.head}>
      <strong>Events</strong>
      <span className="numbers">
        {shape.matches === null ? words : `${countText(shape.matches.length)} of ${countText(length)}`}
        {isReading && '…'}
      </span>
      {open.knownCount > length && <span className="faint">reading {countText(open.knownCount)}</span>}
      <span className="spacer" />
      {open.momentAt !== null && (
        <Button size="tiny" title="End" onClick={showNow}>
          {isRunning(open) ? 'Back to now' : 'Back to the end'}
        </Button>
      )}
      <LogFilter query={query} onQuery={onQuery} />
    </div>
  );
}

function countOurs(open: OpenExchange): number {
  let count = 0;
  while (open.events.items[open.events.length - 1 - count]?.origin === 'wirelens') count += 1;
  return count;
}

type NothingProps = { readonly open: OpenExchange; readonly isFiltered: boolean; readonly isReading: boolean };

function Nothing({ open, isFiltered, isReading }: NothingProps) {
  if (isFiltered && isReading) return <p className={styles.nothing}>Reading the events…</p>;
  if (isFiltered) return <p className={styles.nothing}>No event matches.</p>;
  if (open.isLoading) return <p className={styles.nothing}>Reading…</p>;
  if (isRunning(open)) return <p className={styles.nothing}>Waiting for the first byte.</p>;
  return <p className={styles.nothing}>{isConnection(open) ? 'Nothing was said.' : 'The response had no events.'}</p>;
}
