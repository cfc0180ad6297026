/** Drives the clock of all lanes: writes its stretch into CSS variables of the list, now into what follows it, and answers with it for the axis. */
import { type RefObject, useEffect, useLayoutEffect, useMemo, useState } from 'react';
import type { ExchangeSummary } from '../../../shared/model/exchange.ts';
import { untilBeat } from '../../lib/beat.ts';
import { onTick } from '../../lib/use-now.ts';
import type { TimeRange } from '../../store/filter-slice.ts';
import { clockSeconds } from './Lane.tsx';
import { clockStepMs, fitClock } from './lane-clock.ts';

/** With more running rows in sight, now moves when they change: each step lays out all of their lanes, and so does each change. */
const fewRunning = 10;

/** The stretch of time shown. `inSight` are the rows that it must fit while not zoomed by hand. */
export function useLaneClock(
  list: RefObject<HTMLElement | null>,
  inSight: readonly ExchangeSummary[],
  zoom: TimeRange | null,
  isLive: boolean,
): { readonly range: TimeRange; readonly now: number } {
  const [now, setNow] = useState(Date.now);
  const fitted = fitClock(inSight, Math.max(now, latestStart(inSight)), isLive);
  const { start, end } = zoom ?? fitted;
  const range = useMemo(() => ({ start, end }), [start, end]);
  const running = inSight.filter(({ phase }) => phase !== 'ended').length;
  const isWithRows = running > fewRunning;
  const stepMs = clockStepMs(range);
  useEffect(() => {
    if (!isLive) return;
    const move = (): void => {
      const moment = Date.now();
      moveNow(list.current, moment);
      // React hears of it once a second only: the fitted stretch changes in steps.
      setNow((known) => (moment - known >= 1_000 ? moment : known));
    };
    if (isWithRows) return onTick(move);
    const step = (): void => {
      timer = setTimeout(step, untilBeat(stepMs, performance.now()));
      move();
    };
    let timer = setTimeout(step, untilBeat(stepMs, performance.now()));
    return () => clearTimeout(timer);
  }, [isLive, list, stepMs, isWithRows]);
  useLayoutEffect(() => {
    const style = list.current?.style;
    style?.setProperty('--clock-from', String(clockSeconds(range.start)));
    style?.setProperty('--clock-span', String((range.end - range.start) / 1_000));
    moveNow(list.current, Date.now());
  }, [list, range.start, range.end]);
  return { range, now };
}

/** Moves what follows now, and only that. */
function moveNow(list: HTMLElement | null, moment: number): void {
  const seconds = String(clockSeconds(moment));
  for (const element of list?.querySelectorAll<HTMLElement>('[data-clock-now]') ?? [])
    element.style.setProperty('--clock-now', seconds);
}

function latestStart(summaries: readonly ExchangeSummary[]): number {
  let latest = 0;
  for (const summary of summaries) latest = Math.max(latest, summary.startedAt);
  return latest;
}
