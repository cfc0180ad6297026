/** The strip's figures: tokens/s now (or at the hovered moment), the peak, the count of events, and the steps. */
import { memo } from 'react';
import { shownCount } from '../../store/completion-at.ts';
import { selectEvent } from '../../store/open-actions.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { changeSpeed, showNow, togglePlaying } from '../../store/playback.ts';
import { type State, useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { countText, shortDurationText } from './figures.ts';
import { rateAt, rateCurves } from './rate-curve.ts';
import styles from './Strip.module.css';
import { lastingStall, type StreamTrack } from './stream-track.ts';
import { isRunning, silentUntil, trackOf, useSlowly } from './use-track.ts';

type Figures = {
  /** Tokens per second; null: there is no such thing. */
  readonly rate: string | null;
  /** In place of a rate. */
  readonly words?: string;
  readonly below: string;
  readonly count: string;
};

/** Tokens that came in less time have no pace: the network brought them in one go. */
const shortestPaceMs = 100;

function figuresOf(open: OpenExchange): Figures {
  if (open.isLoading) return { rate: null, words: '', below: '', count: 'reading' };
  const track = trackOf(open);
  const nowMs = isRunning(open) ? Date.now() - track.startedAt : null;
  const { hoveredEvent, selection } = open;
  const picked = hoveredEvent ?? (selection.kind === 'event' ? selection.index : null);
  const total = `${countText(track.length)} ${track.length === 1 ? 'event' : 'events'}`;
  if (track.length === 0) return { rate: null, below: nowMs === null ? '' : 'waiting', count: total };
  const peak = peakOf(track, nowMs);
  if (picked !== null && picked < track.length) {
    const rate = rateAt(track, track.at[picked] as number, null);
    return {
      rate: `~${countText(rate)}`,
      below: 'at this moment',
      count: `${countText(picked + 1)} of ${countText(track.length)}`,
    };
  }
  const peakText = peak < 0.5 ? '' : `peak ~${countText(peak)}`;
  if (selection.kind === 'range') return rangeFigures(track, selection.first, selection.last);
  if (open.momentAt !== null) {
    const rate = rateAt(track, open.momentAt - track.startedAt, null);
    return {
      rate: `~${countText(rate)}`,
      below: 'at this moment',
      count: `${countText(shownCount(open))} of ${countText(track.length)}`,
    };
  }
  if (nowMs === null) return { ...endFigures(open, track, peak), count: total };
  const stall = lastingStall(track, silentUntil(open));
  const rate = rateAt(track, stall?.startMs ?? nowMs, stall === null ? nowMs : null);
  return {
    rate: `~${countText(rate)}`,
    below: stall === null ? peakText : 'before the stall',
    count: total,
  };
}

/** Of a picked run: its own rate, its tokens, its events. */
function rangeFigures(track: StreamTrack, first: number, last: number): Figures {
  let tokens = 0;
  for (let index = first; index <= last; index += 1) tokens += track.tokens[index] ?? 0;
  const ms = (track.at[last] ?? 0) - (track.at[first] ?? 0);
  return {
    ...(ms < shortestPaceMs
      ? { rate: null, words: tokens < 0.5 ? 'no tokens' : 'all at once' }
      : { rate: `~${countText((tokens * 1000) / ms)}` }),
    below: `~${countText(tokens)} tok${ms < 1 ? '' : ` in ${shortDurationText(ms)}`}`,
    count: `${countText(last - first + 1)} of ${countText(track.length)}`,
  };
}

/** Of the whole stream: what was reported, else estimated. */
function endFigures(open: OpenExchange, track: StreamTrack, peak: number): Omit<Figures, 'count'> {
  const tokens = track.blocks.reduce((sum, block) => sum + block.estimatedTokens, 0);
  const first = track.firstContentMs;
  if (first === null || tokens < 0.5) return { rate: null, below: '' };
  const lastedMs = Math.max(0, ...track.blocks.map((block) => block.endMs)) - first;
  const tokensText = `~${countText(tokens)} tok${lastedMs < 1 ? '' : ` in ${shortDurationText(lastedMs)}`}`;
  if (lastedMs < shortestPaceMs) return { rate: null, words: 'all at once', below: tokensText };
  const reported = open.detail?.summary.tokensPerSecond ?? null;
  const average = reported ?? (tokens * 1000) / lastedMs;
  // The curve is a smoothed one: of a stream that is about as short as its bell, the top is below the average.
  const below = peak > average ? `peak ~${countText(peak)}` : tokensText;
  return { rate: `${reported === null ? '~' : ''}${countText(average)}`, below };
}

function peakOf(track: StreamTrack, nowMs: number | null): number {
  const spanMs = Math.max(1000, nowMs ?? track.at[track.length - 1] ?? 0);
  let peak = 0;
  for (const curve of rateCurves(track, { startMs: 0, spanMs }, 600, nowMs)) {
    for (const value of curve.perSecond) peak = Math.max(peak, value);
  }
  return peak;
}

const selectOpen = (state: State): OpenExchange | null => state.openExchange;

/** 124 wide. */
export function StripGutter() {
  const slow = useSlowly(selectOpen);
  const picked = useStore((state) => state.openExchange?.hoveredEvent ?? null);
  const selection = useStore((state) => state.openExchange?.selection ?? null);
  const open = picked === null && selection?.kind !== 'range' ? slow : useStore.getState().openExchange;
  if (open === null) return <div className={styles.gutter} />;
  const { rate, words = 'no tokens', below, count } = figuresOf(open);
  return (
    <div className={styles.gutter}>
      <p className={styles.rate}>
        {rate === null ? (
          words
        ) : (
          <>
            <b>{rate}</b> tok/s
          </>
        )}
      </p>
      <p className={styles.below}>{below}</p>
      <p className={styles.count}>{count}</p>
      <Steps />
    </div>
  );
}

const Steps = memo(function Steps() {
  const isLive = useStore((state) => state.openExchange?.isLive ?? false);
  const running = useStore(
    (state) => state.openExchange !== null && !state.openExchange.isLoading && isRunning(state.openExchange),
  );
  const isPast = useStore((state) => state.openExchange?.momentAt != null);
  const isPlaying = useStore((state) => state.isPlaying);
  const speed = useStore((state) => state.playSpeed);
  const step = (by: 1 | -1): void => {
    const open = useStore.getState().openExchange;
    if (open === null || open.events.length === 0) return;
    const from = open.selection.kind === 'event' ? open.selection.index : open.events.length;
    selectEvent(Math.max(0, Math.min(open.events.length - 1, from + by)));
  };
  return (
    <div className={styles.steps}>
      <IconButton icon="previous" label="Previous event" shortcut="←" size="tiny" onClick={() => step(-1)} />
      <IconButton
        icon={isPlaying ? 'pause' : 'play'}
        label={isPlaying ? 'Pause' : 'Play it back'}
        shortcut="Space"
        size="tiny"
        onClick={togglePlaying}
      />
      <IconButton icon="next" label="Next event" shortcut="→" size="tiny" onClick={() => step(1)} />
      {(!running || isPast) && (
        <Button size="tiny" title="Pace of playing back: , slower, . faster" onClick={() => changeSpeed(0)}>
          {speed === 'instant' ? 'instant' : `${speed}x`}
        </Button>
      )}
      {running && !isPast && (
        <Button size="tiny" isOn={isLive} onClick={showNow}>
          live
        </Button>
      )}
    </div>
  );
});
