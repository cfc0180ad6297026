/** The gaps between tokens: histogram, percentiles, stalls. */
import type { OpenExchange } from '../../store/open-exchange.ts';
import { Hint } from '../../ui/Hint.tsx';
import { KeyValueTable } from '../../ui/KeyValueTable.tsx';
import { Section } from '../../ui/Section.tsx';
import { type BetweenTokens, gapsBetween, readGaps, type Stall } from './between-tokens.ts';
import { countText, durationText, shortDurationText } from './figures.ts';
import styles from './Inspector.module.css';
import { lastingStall, type StreamTrack } from './stream-track.ts';
import { silentUntil, trackOf } from './use-track.ts';

const gapsHint = (
  <Hint term="Between tokens">
    The silence before each piece of content. p50 is the usual one; one in twenty is longer than p95, one in a hundred
    longer than p99. A stall is far above the stream’s own rhythm: 12 times its usual gap, never below 250 ms; in a
    stream that has no rhythm (a few bursts, say), 2 s at most.
  </Hint>
);

/** Content events only. */
function readTrack(track: StreamTrack): BetweenTokens | null {
  const moments = new Float64Array(track.length);
  let count = 0;
  for (let index = 0; index < track.length; index += 1) {
    if ((track.block[index] as number) < 0) continue;
    moments[count] = track.at[index] as number;
    count += 1;
  }
  return readGaps(gapsBetween(moments, count), count);
}

/** With the silence before the end, or up to now, where it is one. */
function allStalls(open: OpenExchange): readonly Stall[] {
  const track = trackOf(open);
  const lasting = lastingStall(track, silentUntil(open));
  return lasting === null ? track.stalls : [...track.stalls, lasting];
}

/** Nothing below two gaps. */
export function BetweenTokensSection({ open }: { readonly open: OpenExchange }) {
  const track = trackOf(open);
  const gaps = readTrack(track);
  if (gaps === null) return null;
  const highest = Math.max(...gaps.bins.map((bin) => bin.count));
  const stalls = allStalls(open);
  const longestStall = Math.max(0, ...stalls.map((stall) => stall.endMs - stall.startMs));
  const isLong = (fromMs: number): boolean => fromMs >= gaps.stallThresholdMs || !Number.isFinite(fromMs);
  const stallWords = stalls.length === 0 ? 'none' : `${stalls.length}, ${shortDurationText(longestStall)}`;
  return (
    <Section title="Between tokens" hint={gapsHint}>
      <div className={styles.histogram} aria-hidden>
        {gaps.bins.map((bin) => (
          <i
            key={bin.fromMs}
            style={{ height: `${bin.count === 0 ? 2 : 6 + (bin.count / highest) * 94}%` }}
            data-warm={
              (bin.count > 0 && !Number.isFinite(bin.toMs) && track.stalls.length > 0) ||
              isLong(bin.fromMs) ||
              undefined
            }
            title={`${durationText(bin.fromMs)} and more: ${countText(bin.count)}`}
          />
        ))}
      </div>
      <p className={styles.scale}>
        <span>0</span>
        <span>{Math.round(gaps.axisMs / 2)}</span>
        <span>{Math.round(gaps.axisMs)} ms</span>
        <span data-warm={track.stalls.length > 0 || undefined}>
          {gaps.longest > gaps.axisMs && shortDurationText(gaps.longest)}
        </span>
      </p>
      <KeyValueTable
        rows={[
          {
            label: 'p50 / p95 / p99',
            value: percentileText([gaps.p50, gaps.p95, gaps.p99]),
          },
          {
            label: `stalls over ${shortDurationText(gaps.stallThresholdMs)}`,
            value: stallWords,
            tone: stalls.length > 0 ? 'warning' : undefined,
            title:
              'A stall is a gap over 12 times the median of this stream, never under 250 ms; over 2 s where a stream has no rhythm',
          },
        ]}
      />
    </Section>
  );
}

/** In ms, as they are told apart by; of a slow stream in seconds, and the unit once: three of them fill the column. */
function percentileText(values: readonly number[]): string {
  const isSlow = Math.max(...values) >= 2_000;
  const numbers = values.map((value) => (isSlow ? (value / 1_000).toFixed(1) : String(Math.round(value))));
  return `${numbers.join(' / ')}${isSlow ? ' s' : ''}`;
}
