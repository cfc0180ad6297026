/** The loss report of an ended exchange: events, fields that the rebuilt object lacks, the stream's last word, findings. */
import { useEffect, useState } from 'react';
import type { ExchangeId } from '../../../shared/model/exchange.ts';
import { describeKind } from '../../../shared/model/finding.ts';
import type { LossReport } from '../../../shared/model/loss-report.ts';
import type { RebuiltObjects } from '../../../shared/model/rebuilt-objects.ts';
import { loadNative, selectEvent } from '../../store/open-actions.ts';
import { KeyValueTable } from '../../ui/KeyValueTable.tsx';
import styles from './LossReportView.module.css';
import { differenceWords, droppedWords, tallyRows, terminalWords } from './loss-words.ts';

type Loaded = RebuiltObjects | { readonly problem: string } | null;

type LossReportViewProps = { readonly id: ExchangeId; readonly onEvent: () => void };

const shownFindings = 20;

/** `onEvent`: the user went to an event. */
export function LossReportView({ id, onEvent }: LossReportViewProps) {
  const [loaded, setLoaded] = useState<Loaded>(null);
  useEffect(() => {
    let isGone = false;
    void loadNative(id).then((result) => {
      if (!isGone) setLoaded(result.ok ? result.value : { problem: result.error.message });
    });
    return () => {
      isGone = true;
    };
  }, [id]);
  if (loaded === null) return <p className={styles.waiting}>Reading…</p>;
  if ('problem' in loaded) return <p className={styles.waiting}>{loaded.problem}</p>;
  if (loaded.loss === null) return <p className={styles.waiting}>There was nothing to read.</p>;
  const goTo = (eventIndex: number): void => {
    selectEvent(eventIndex);
    onEvent();
  };
  return (
    <div className={styles.report}>
      <h2 className={styles.title}>Events</h2>
      <KeyValueTable rows={tallyRows(loaded.loss)} />
      <Fields loss={loaded.loss} goTo={goTo} />
      <Terminal loss={loaded.loss} />
      <Findings problems={loaded.problems} goTo={goTo} />
    </div>
  );
}

type GoTo = { readonly goTo: (eventIndex: number) => void };

function Fields({ loss, goTo }: GoTo & { readonly loss: LossReport }) {
  return (
    <>
      <h2 className={styles.title}>Fields</h2>
      <p>{droppedWords(loss)}</p>
      <ul className={styles.list}>
        {loss.dropped.map(({ path, firstEvent }) => (
          <li key={path}>
            <code className={styles.path}>{path}</code>
            <EventLink index={firstEvent} goTo={goTo} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Terminal({ loss }: { readonly loss: LossReport }) {
  return (
    <>
      <h2 className={styles.title}>Last word</h2>
      <p>{terminalWords(loss)}</p>
      <ul className={styles.list}>
        {(loss.terminal?.differences ?? []).map((difference) => (
          <li key={difference.path}>
            <code className={styles.path}>{difference.path}</code>
            <span className="faint">{differenceWords(difference)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Findings({ problems, goTo }: GoTo & Pick<RebuiltObjects, 'problems'>) {
  const counted = problems.length > 0 ? `, ${problems.length}` : '';
  return (
    <>
      <h2 className={styles.title}>Findings{counted}</h2>
      {problems.length === 0 && <p>Nothing against the format was found.</p>}
      <ul className={styles.list}>
        {problems.slice(0, shownFindings).map(({ kind, message, eventIndex }) => {
          const { title, explanation } = describeKind(kind);
          return (
            <li key={`${kind} ${eventIndex} ${message}`} title={explanation}>
              <b>{title}</b>
              {eventIndex !== null && <EventLink index={eventIndex} goTo={goTo} />}
              <p className={styles.message}>{message}</p>
            </li>
          );
        })}
      </ul>
      {problems.length > shownFindings && <p className="faint">{problems.length - shownFindings} more</p>}
    </>
  );
}

function EventLink({ index, goTo }: GoTo & { readonly index: number }) {
  return (
    <button type="button" className={styles.reference} onClick={() => goTo(index)}>
      event {index}
    </button>
  );
}
