/** Where turns and the times between them stand in the strip, in percent of its width. Pure. */
import type { Turn } from '../../../shared/model/conversation.ts';
import type { ExchangeId } from '../../../shared/model/exchange.ts';

export type StripTurn = { readonly kind: 'turn'; readonly turn: Turn; readonly left: number; readonly width: number };
export type StripGap = {
  readonly kind: 'gap';
  /** The turn that follows. */
  readonly before: ExchangeId;
  readonly words: string;
  readonly left: number;
  readonly width: number;
};

export type StripTime = {
  readonly stretches: readonly (StripTurn | StripGap)[];
  readonly modelMs: number;
  readonly clientMs: number;
  readonly startedAt: number;
};

/** A gap never takes more than this part of the time of all turns: a night's rest must not hide the work. */
const widestGap = 0.25;
/** Narrower gaps are not worth a bar, narrower turns could not be clicked. */
const leastGap = 0.4;
const leastTurn = 0.6;

/** Turns in order of time; those at the same time share the time that they cover. */
export function stripOf(turns: readonly Turn[]): StripTime {
  const sorted = turns.toSorted((left, right) => left.summary.startedAt - right.summary.startedAt);
  const startedAt = sorted[0]?.summary.startedAt ?? 0;
  const modelMs = sorted.reduce((sum, turn) => sum + durationOf(turn), 0);
  const most = Math.max(1, modelMs * widestGap);
  let reached = startedAt;
  let removed = 0;
  let clientMs = 0;
  const spans = sorted.map((turn) => {
    const gapMs = Math.max(0, turn.summary.startedAt - reached);
    const shownGap = Math.min(gapMs, most);
    clientMs += gapMs;
    removed += gapMs - shownGap;
    const from = turn.summary.startedAt - removed - startedAt;
    reached = Math.max(reached, turn.summary.startedAt + durationOf(turn));
    return { turn, gapMs, shownGap, from, to: from + durationOf(turn) };
  });
  const whole = Math.max(1, ...spans.map(({ to }) => to));
  const percent = (ms: number): number => (100 * ms) / whole;
  const stretches = spans.flatMap(({ turn, gapMs, shownGap, from, to }): readonly (StripTurn | StripGap)[] => {
    const width = Math.max(leastTurn, percent(to - from));
    const place: StripTurn = { kind: 'turn', turn, left: Math.min(percent(from), 100 - width), width };
    if (percent(shownGap) < leastGap) return [place];
    const gap = { left: percent(from - shownGap), width: percent(shownGap) };
    return [{ kind: 'gap', before: turn.id, words: gapWords(gapMs), ...gap }, place];
  });
  return { stretches, modelMs, clientMs, startedAt };
}

function durationOf({ summary }: Turn): number {
  return Math.max(0, (summary.endedAt ?? summary.lastByteAt ?? summary.startedAt) - summary.startedAt);
}

function gapWords(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}
