/** The attempts of one request: what became of each, and how long the client waited between them. */
import type { Attempt } from '../../../shared/model/conversation.ts';
import type { ExchangeDetail } from '../../../shared/model/exchange.ts';
import { openExchange } from '../../store/open-actions.ts';
import { useStore } from '../../store/store.ts';
import { Section } from '../../ui/Section.tsx';
import styles from './AttemptsSection.module.css';
import { waitWords } from './rate-words.ts';

/** Nothing where it was tried once. A click opens an attempt. */
export function AttemptsSection({ detail }: { readonly detail: ExchangeDetail }) {
  const { id } = detail.summary;
  const attempts = useStore((state) => state.links.get(id)?.attempts);
  if (attempts === undefined) return null;
  return (
    <Section title="Attempts" count={attempts.length}>
      {attempts.map((attempt, at) => (
        <button
          key={attempt.id}
          type="button"
          className={styles.attempt}
          aria-current={attempt.id === id || undefined}
          onClick={() => void openExchange(attempt.id)}
        >
          <span>{at + 1}</span>
          <span>{attempt.waitedMs === null ? '' : `after ${waitWords(attempt.waitedMs)}`}</span>
          <b>{outcome(attempt)}</b>
        </button>
      ))}
    </Section>
  );
}

function outcome({ status, end }: Attempt): string {
  if (end === 'complete' || status === null) return String(status ?? end ?? 'running');
  return end === null ? 'running' : end.replace('client-', '');
}
