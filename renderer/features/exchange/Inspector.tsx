/** The inspector: findings and bytes first when there are any, then timing, gaps, usage and headers. Figures change slowly. */
import type { Problem } from '../../../shared/model/event-record.ts';
import type { ExchangeSummary } from '../../../shared/model/exchange.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import type { State } from '../../store/store.ts';
import { AttemptsSection } from './AttemptsSection.tsx';
import { BetweenTokensSection } from './BetweenTokensSection.tsx';
import { BytesSection } from './BytesSection.tsx';
import { ClientSection } from './ClientSection.tsx';
import { FindingsSection } from './FindingsSection.tsx';
import { HeadersSection } from './HeadersSection.tsx';
import { ImportSection } from './ImportSection.tsx';
import styles from './Inspector.module.css';
import { RateLimitsSection } from './RateLimitsSection.tsx';
import { TimingSection } from './TimingSection.tsx';
import { UsageSection } from './UsageSection.tsx';
import { useProofAtEnd } from './use-proof-at-end.ts';
import { useSlowly } from './use-track.ts';

const selectOpen = (state: State): OpenExchange | null => state.openExchange;

/** That an answer is unfinished is a finding only where the stream should have told its end and nobody else cut it. */
function findingsOf({ detail, problems, events }: OpenExchange): readonly Problem[] {
  const end = detail?.summary.end;
  // What was put around messages cannot break a format's rules.
  if (detail?.summary.imported?.from === 'messages') return [];
  const isExplained = end === 'client-aborted' || end === 'interrupted' || detail?.response?.isOurs === true;
  const hasNoStream = detail?.summary.format === 'unknown' || (events.length === 0 && end === 'complete');
  if (!isExplained && !hasNoStream) return problems;
  return problems.filter((problem) => problem.kind !== 'truncated' || problem.eventIndex !== null);
}

/** They are news, and come first: what the client got is not what was sent. Of an import nobody can know. */
function hasOddBytes({ isVerbatim, imported }: ExchangeSummary): boolean {
  return isVerbatim !== true && imported === undefined;
}

/** 260 wide by default. */
export function Inspector() {
  const open = useSlowly(selectOpen);
  const detail = open?.detail;
  useProofAtEnd();
  if (!open || !detail) return <aside className={styles.inspector} aria-label="Inspector" />;
  return (
    <aside className={styles.inspector} aria-label="Inspector" data-pane="inspector" tabIndex={-1}>
      <FindingsSection problems={findingsOf(open)} captureProblem={detail.summary.captureProblem} />
      {detail.responseDigest && hasOddBytes(detail.summary) && (
        <BytesSection digest={detail.responseDigest} endpoint={detail.summary.endpoint} />
      )}
      {detail.summary.imported && <ImportSection id={detail.summary.id} mark={detail.summary.imported} />}
      <TimingSection open={open} detail={detail} />
      <BetweenTokensSection open={open} />
      <UsageSection open={open} />
      <RateLimitsSection detail={detail} />
      <AttemptsSection detail={detail} />
      <ClientSection client={detail.summary.client} />
      <HeadersSection
        title="Request headers"
        headers={detail.start.requestHeaders}
        sent={detail.start.sentRequestHeaders}
        sentTitle="sent to the upstream"
      />
      {detail.response && (
        <HeadersSection
          title="Response headers"
          headers={detail.response.headers}
          sent={detail.response.sentHeaders}
          sentTitle="sent to the client"
        />
      )}
      {detail.responseDigest && !hasOddBytes(detail.summary) && (
        <BytesSection digest={detail.responseDigest} endpoint={detail.summary.endpoint} />
      )}
    </aside>
  );
}
