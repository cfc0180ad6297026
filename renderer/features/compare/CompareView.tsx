/** Two exchanges side by side in place of the sheet: figures first, then what differs, part by part. */
import { useEffect, useState } from 'react';
import type { ExchangeComparison } from '../../../shared/model/comparison.ts';
import type { ExchangeSummary } from '../../../shared/model/exchange.ts';
import { formatClock, shortModel } from '../../lib/format.ts';
import { useFocusBack } from '../../lib/use-focus-back.ts';
import { leaveComparison, loadComparison, swapCompared } from '../../store/compare-actions.ts';
import { openExchange } from '../../store/open-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Pill } from '../../ui/Pill.tsx';
import styles from './CompareView.module.css';
import { FigureTable } from './FigureTable.tsx';
import { PartSection } from './PartSection.tsx';

/** Esc leaves it. */
export function CompareView() {
  const part = useFocusBack<HTMLElement>();
  const compared = useStore((state) => state.compared);
  const comparison = useComparison(compared?.before ?? null, compared?.after ?? null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || useStore.getState().panel !== null) return;
      // Else the list behind would close its open exchange as well.
      event.stopPropagation();
      leaveComparison();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
  return (
    <article ref={part} tabIndex={-1} className={styles.view} aria-label="Comparison">
      <header className={styles.head}>
        <h1>Comparison</h1>
        {comparison !== 'loading' && comparison !== null && <DifferenceCount comparison={comparison} />}
        <span className="spacer" />
        <Button size="small" icon="socket" onClick={swapCompared}>
          Swap
        </Button>
        <IconButton icon="close" label="Leave the comparison" shortcut="Esc" onClick={leaveComparison} />
      </header>
      {comparison === 'loading' ? (
        <p className={styles.nothing}>Reading…</p>
      ) : comparison === null ? (
        <p className={styles.nothing}>One of the two exchanges is gone: it was cleared meanwhile.</p>
      ) : (
        <Body comparison={comparison} />
      )}
    </article>
  );
}

function DifferenceCount({ comparison }: { readonly comparison: ExchangeComparison }) {
  const count = comparison.parts.reduce((sum, { differenceCount }) => sum + differenceCount, 0);
  return <Pill>{count === 0 ? 'no difference' : count === 1 ? '1 difference' : `${count} differences`}</Pill>;
}

function Body({ comparison }: { readonly comparison: ExchangeComparison }) {
  const { before, after, parts, timing, usage } = comparison;
  return (
    <div className={styles.body} tabIndex={-1}>
      <div className={styles.sides}>
        <Side summary={before} />
        <Side summary={after} />
      </div>
      <div className={styles.figureSides}>
        <FigureTable title="Timing" figures={timing} />
        <FigureTable title="Usage" figures={usage} />
      </div>
      {parts.map((part) => (
        <PartSection key={part.part} part={part} />
      ))}
    </div>
  );
}

/** A click opens it. */
function Side({ summary }: { readonly summary: ExchangeSummary }) {
  const { row, model, upstream, startedAt, id } = summary;
  const open = (): void => {
    leaveComparison();
    void openExchange(id);
  };
  return (
    <button type="button" className={styles.side} onClick={open} title="Open this exchange">
      <b className="cut">{[row.label, row.text].filter(Boolean).join(' ') || summary.path}</b>
      <span className="cut">
        {[formatClock(startedAt), model === null ? null : shortModel(model), upstream, summary.client.program]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </button>
  );
}

function useComparison(before: string | null, after: string | null): ExchangeComparison | null | 'loading' {
  const [comparison, setComparison] = useState<ExchangeComparison | null | 'loading'>('loading');
  useEffect(() => {
    let isGone = false;
    if (before === null || after === null) return;
    void loadComparison(before, after).then((loaded) => {
      if (!isGone) setComparison(loaded);
    });
    return () => {
      isGone = true;
    };
  }, [before, after]);
  return comparison;
}
