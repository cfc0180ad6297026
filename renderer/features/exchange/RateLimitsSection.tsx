/** Rate limits as the response told them: how much is used, when it is full again, and how it went lately. */
import { useEffect, useState } from 'react';
import type { ExchangeDetail } from '../../../shared/model/exchange.ts';
import type { RateGauge, RateHistory } from '../../../shared/model/rate-limits.ts';
import { readRateLimits } from '../../../shared/rate-limits/read-rate-limits.ts';
import { loadRateHistory } from '../../store/open-actions.ts';
import { Hint } from '../../ui/Hint.tsx';
import { Section } from '../../ui/Section.tsx';
import styles from './RateLimitsSection.module.css';
import { curvePath, gaugeWords, isNearlyUsed, waitWords } from './rate-words.ts';

const rateHint = (
  <Hint term="Rate limits">
    How full your limits were with this answer, as its headers say. The curve is the same limit over the last answers of
    this upstream.
  </Hint>
);

/** Nothing where the upstream told none. */
export function RateLimitsSection({ detail }: { readonly detail: ExchangeDetail }) {
  const { response, summary } = detail;
  const history = useHistory(summary.id, summary.phase === 'ended');
  if (response === null || response.isOurs) return null;
  const { gauges, retryAfterMs } = readRateLimits(response.headers, response.receivedAt);
  if (gauges.length === 0 && retryAfterMs === null) return null;
  return (
    <Section
      title="Rate limits"
      hint={rateHint}
      aside={retryAfterMs === null ? undefined : `retry after ${waitWords(retryAfterMs)}`}
    >
      {gauges.map((gauge) => (
        <Gauge
          key={gauge.name}
          gauge={gauge}
          receivedAt={response.receivedAt}
          points={history.find(({ name }) => name === gauge.name)?.points ?? []}
        />
      ))}
    </Section>
  );
}

type GaugeProps = {
  readonly gauge: RateGauge;
  readonly receivedAt: number;
  readonly points: RateHistory['points'];
};

function Gauge({ gauge, receivedAt, points }: GaugeProps) {
  const { name, usedPart } = gauge;
  const { figures, reset } = gaugeWords(gauge, receivedAt);
  const percent = usedPart === null ? null : Math.round(usedPart * 100);
  return (
    <div className={styles.gauge} data-warm={isNearlyUsed(gauge) || undefined}>
      <span>{name}</span>
      <b>{figures}</b>
      {percent !== null && (
        <span
          className={styles.bar}
          aria-hidden="true"
          title={`${percent} % used${reset === null ? '' : `, full again ${reset}`}`}
        >
          <i style={{ width: `${Math.max(percent, usedPart === 0 ? 0 : 1)}%` }} />
        </span>
      )}
      {points.length > 2 && (
        <svg className={styles.curve} viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
          <title>{`Used in the last ${points.length} answers of this upstream`}</title>
          <path d={curvePath(points)} />
        </svg>
      )}
      {reset !== null && <span className={styles.reset}>full again {reset}</span>}
    </div>
  );
}

function useHistory(id: string, isEnded: boolean): readonly RateHistory[] {
  const [history, setHistory] = useState<readonly RateHistory[]>([]);
  useEffect(() => {
    let isGone = false;
    if (!isEnded) return;
    void loadRateHistory(id).then((found) => {
      if (!isGone) setHistory(found);
    });
    return () => {
      isGone = true;
    };
  }, [id, isEnded]);
  return history;
}
