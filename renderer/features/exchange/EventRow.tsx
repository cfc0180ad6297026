/** One row of the log: index, seconds since the start, role bar, wire name, reading. And the rows that are no events. */
import { memo } from 'react';
import type { EventRecord } from '../../../shared/model/event-record.ts';
import type { ExchangeEnd } from '../../../shared/model/exchange.ts';
import { hoverEvent } from '../../store/open-actions.ts';
import { useStore } from '../../store/store.ts';
import styles from './EventRow.module.css';
import { colorOfRole, type Role, roles } from './event-role.ts';
import { bytesText, shortDurationText } from './figures.ts';
import { joinOfRow, type LogRow, readingParts, secondsText } from './log-rows.ts';
import type { StreamTrack } from './stream-track.ts';

type EventRowProps = {
  readonly event: EventRecord;
  readonly track: StreamTrack;
  readonly events: readonly EventRecord[];
  readonly isSelected: boolean;
  readonly isLast: boolean;
  /** The log of a WebSocket shows who sent what. */
  readonly isSocket: boolean;
  readonly onSelect: () => void;
};

/** 26 high. A second click (or Enter) opens its bytes. */
export const EventRow = memo(
  function EventRow({ event, track, events, isSelected, isLast, isSocket, onSelect }: EventRowProps) {
    const isHovered = useStore((state) => state.openExchange?.hoveredEvent === event.index);
    const role = roles[track.role[event.index] ?? 0] as Role;
    const join = joinOfRow(track, events, event.index);
    const direction = isSocket ? (event.origin === 'client' ? '↑' : '↓') : null;
    const flags = [event.outcome === 'malformed' || event.outcome === 'unknown' ? event.outcome : null, ...event.flags];
    return (
      <div
        id={`event-${event.index}`}
        role="option"
        aria-selected={isSelected}
        tabIndex={-1}
        className={styles.row}
        style={{ ['--c' as string]: colorOfRole(role) }}
        data-role={role}
        data-ours={event.origin === 'wirelens' || undefined}
        data-repeat={join.isRepeat || undefined}
        data-selected={isSelected || undefined}
        data-hovered={isHovered || undefined}
        data-now={isLast || undefined}
        onClick={onSelect}
        onKeyDown={() => undefined}
        onPointerEnter={() => hoverEvent(event.index)}
      >
        <span className={styles.index}>{event.index}</span>
        <span className={styles.time}>{secondsText(event.receivedAt - track.startedAt)}</span>
        <span className={styles.bar} data-first={join.isFirst || undefined} data-last={join.isLast || undefined} />
        <span className={styles.type} title={event.type}>
          {direction !== null && <i className={styles.direction}>{direction}</i>}
          {event.type}
        </span>
        <span className={styles.reading}>
          {flags.map((flag) => flag && flag !== 'comment' && <em key={flag}>{flag}</em>)}
          {event.origin === 'wirelens' && <em>by Wirelens, +{bytesText(event.byteEnd - event.byteStart)}</em>}
          {readingParts(event.reading).map((part) => (part.isMark ? <s key={part.at}>{part.text}</s> : part.text))}
        </span>
      </div>
    );
  },
  (before, after) =>
    before.event === after.event &&
    before.isSelected === after.isSelected &&
    before.isLast === after.isLast &&
    // Only the newest rows can still get a neighbour to join with.
    before.event.index < after.track.length - 3 &&
    !before.isLast,
);

const endWords: Readonly<Record<ExchangeEnd, string>> = {
  complete: 'complete',
  truncated: 'upstream closed before the end',
  failed: 'failed',
  'client-aborted': 'the client went away',
  interrupted: 'Wirelens ended while it ran',
};

/** A stall or the end, as a row. */
export function NoteRow({ row }: { readonly row: Exclude<LogRow, { kind: 'event' }> }) {
  if (row.kind === 'stall') {
    const { stall } = row;
    return (
      <div className={styles.stall} role="presentation">
        <span>
          stall {shortDurationText(stall.endMs - stall.startMs)}
          {stall.beforeEvent === null && ', then the end'}
        </span>
      </div>
    );
  }
  const isOwn = row.end === 'client-aborted' || row.end === 'interrupted';
  return (
    <div
      className={styles.row}
      role="presentation"
      style={{ ['--c' as string]: colorOfRole(isOwn ? 'warning' : 'danger') }}
      data-note
    >
      <span className={styles.index} />
      <span className={styles.time}>{secondsText(row.atMs)}</span>
      <span className={styles.bar} />
      <span className={styles.note}>{endWords[row.end]}</span>
    </div>
  );
}
