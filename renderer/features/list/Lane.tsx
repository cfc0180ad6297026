/**
 * The lane under a row: its life on the shared clock. Segments stand at `--s` to `--e` (seconds since the clock's origin);
 * the list sets `--clock-from` and `--clock-span` once for all lanes, so a moving clock costs no React work. What follows
 * now carries `data-clock-now`: the clock writes `--clock-now` there and nowhere else, since a variable of the whole list
 * that changes ten times a second makes all of its elements be styled anew (6 ms each time with 30 rows, measured).
 */
import { type CSSProperties, memo } from 'react';
import type { ExchangeSummary, LaneSegment } from '../../../shared/model/exchange.ts';
import { isFailure } from '../../store/selectors.ts';
import { useStore } from '../../store/store.ts';
import styles from './Lane.module.css';

/** Times in CSS are seconds since here: small numbers keep their milliseconds. */
const clockOrigin = Math.floor(Date.now() / 86_400_000) * 86_400_000;

/** Seconds since the clock's origin, as CSS wants it. */
export function clockSeconds(epochMs: number): number {
  return (epochMs - clockOrigin) / 1_000;
}

const roles: Readonly<Record<LaneSegment['kind'], string>> = {
  text: 'role-text',
  reasoning: 'role-reasoning',
  'tool-call': 'role-tool',
  'tool-result': 'role-user',
  refusal: 'tone-warning',
  image: 'role-text',
  audio: 'role-text',
  other: 'role-frame',
  frame: 'role-frame',
  wait: '',
  silence: '',
};

type LaneProps = {
  readonly summary: ExchangeSummary;
  /** In the waterfall's column, and higher there; else below its row. */
  readonly isColumn?: boolean;
};

/** 4 px high. Something that was too short, or lies outside of the clock, keeps a mark of 2 px at its place or edge. */
export const Lane = memo(function Lane({ summary, isColumn = false }: LaneProps) {
  const isLive = summary.phase !== 'ended';
  const cut = cutTone(summary);
  return (
    <span className={`${styles.lane} ${isColumn ? styles.column : ''}`} aria-hidden="true">
      <i className={styles.pin} style={moment(summary.startedAt)} />
      {summary.lane.map((segment) => (
        <i
          key={`${segment.kind}${segment.startMs}`}
          className={`${segmentClass(segment)} ${roles[segment.kind]}`}
          style={stretch(summary.startedAt, segment)}
        />
      ))}
      {isLive && <i ref={startAtNow} data-clock-now className={styles.waiting} style={moment(lastMoment(summary))} />}
      {isLive && <i ref={startAtNow} data-clock-now className={styles.now} />}
      <Playhead id={summary.id} />
      {cut && <i className={`${styles.cut} ${cut}`} style={moment(summary.endedAt ?? summary.startedAt)} />}
    </span>
  );
});

/** Where the open exchange is being looked at: the notch of the moment. */
function Playhead({ id }: { readonly id: string }) {
  const at = useStore(({ openExchange }) => (openExchange?.id === id ? openExchange.momentAt : null));
  return at === null ? null : <i className={styles.playhead} style={moment(at)} />;
}

/** For what follows now: stands right from its first paint on, not only after the clock's next step. */
export function startAtNow(element: HTMLElement | null): void {
  element?.style.setProperty('--clock-now', String(clockSeconds(Date.now())));
}

function segmentClass(segment: LaneSegment): string {
  const isThin = segment.kind === 'wait' || segment.kind === 'silence';
  return (isThin ? styles.thin : styles.segment) ?? '';
}

function stretch(startedAt: number, segment: LaneSegment): CSSProperties {
  return {
    '--s': clockSeconds(startedAt + segment.startMs),
    '--e': clockSeconds(startedAt + segment.endMs),
  } as CSSProperties;
}

function moment(epochMs: number): CSSProperties {
  return { '--s': clockSeconds(epochMs) } as CSSProperties;
}

function lastMoment(summary: ExchangeSummary): number {
  return summary.startedAt + (summary.lane.at(-1)?.endMs ?? 0);
}

function cutTone(summary: ExchangeSummary): string | null {
  if (summary.phase !== 'ended') return null;
  if (summary.end === 'client-aborted') return 'tone-warning';
  return isFailure(summary) ? 'tone-danger' : null;
}
