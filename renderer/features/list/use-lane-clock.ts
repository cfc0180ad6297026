/** Drives the clock of all lanes: writes its stretch and now into CSS variables of the list, and answers with it for the axis. */
import { type RefObject, useEffect, useLayoutEffect, useMemo, useState } from 'react';
import type { ExchangeSummary } from '../../../shared/model/exchange.ts';
import type { TimeRange } from '../../store/filter-slice.ts';
import { clockSeconds } from './Lane.tsx';
import { fitClock } from './lane-clock.ts';

/** 360 px for a minute are 6 px per second: ten steps a second are less than a pixel each. */
const stepMs = 100;

/** The stretch of time shown. `inSight` are the rows that it must fit while not zoomed by hand. */
export function useLaneClock(
  list: RefObject<HTMLElement | null>,
  inSight: readonly ExchangeSummary[],
  zoom: TimeRange | null,
  isLive: boolean,
): { readonly range: TimeRange; readonly now: number } {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => {
      const moment = Date.now();
      list.current?.style.setProperty('--clock-now', String(clockSeconds(moment)));
      // React hears of it once a second only: the fitted stretch changes in steps.
      setNow((known) => (moment - known >= 1_000 ? moment : known));
    }, stepMs);
    return () => clearInterval(timer);
  }, [isLive, list]);
  const fitted = fitClock(inSight, Math.max(now, latestStart(inSight)), isLive);
  const { start, end } = zoom ?? fitted;
  const range = useMemo(() => ({ start, end }), [start, end]);
  useLayoutEffect(() => {
    const style = list.current?.style;
    style?.setProperty('--clock-from', String(clockSeconds(range.start)));
    style?.setProperty('--clock-span', String((range.end - range.start) / 1_000));
    style?.setProperty('--clock-now', String(clockSeconds(Date.now())));
  }, [list, range.start, range.end]);
  return { range, now };
}

function latestStart(summaries: readonly ExchangeSummary[]): number {
  let latest = 0;
  for (const summary of summaries) latest = Math.max(latest, summary.startedAt);
  return latest;
}
