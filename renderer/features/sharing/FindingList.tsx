/** What the scan found, a value a row, each with its choice. */
import type { SharingFinding } from '../../../shared/model/sharing.ts';
import { toggleKept } from '../../store/sharing-actions.ts';
import { useStore } from '../../store/store.ts';
import { Switch } from '../../ui/Switch.tsx';
import styles from './ExportDialog.module.css';

/** More are replaced all the same. */
const mostRows = 500;

export function FindingList() {
  const scan = useStore((state) => state.sharing.scan);
  const isRedacting = useStore((state) => state.sharing.isRedacting);
  const kept = useStore((state) => state.sharing.kept);
  if (scan === null)
    return <p className={styles.note}>Looking for keys, tokens, e-mail addresses and names in paths…</p>;
  const { findings, exchangeCount, unreadableBodies } = scan;
  const place = exchangeCount === 1 ? 'the exchange' : `${exchangeCount} exchanges`;
  const more = findings.length - mostRows;
  return (
    <>
      <p className={styles.note}>
        {findings.length === 0
          ? `No secrets or personal data found in ${place}.`
          : `${findings.length} found in ${place}. `}
        {findings.length > 0 &&
          (isRedacting
            ? 'The same value gets the same stand-in everywhere; the captures stay as they are.'
            : 'They would leave as they are.')}
        {unreadableBodies > 0 && ` ${unreadableBodies} bodies are no text: nobody looked into them.`}
      </p>
      {findings.length > 0 && (
        <ul className={styles.findings} data-off={!isRedacting} aria-label="Findings">
          {findings.slice(0, mostRows).map((finding) => (
            <FindingRow
              key={finding.id}
              finding={finding}
              isKept={kept.includes(finding.id)}
              isRedacting={isRedacting}
            />
          ))}
          {more > 0 && <li className={styles.more}>and {more} more, all of them replaced</li>}
        </ul>
      )}
    </>
  );
}

type RowProps = { readonly finding: SharingFinding; readonly isKept: boolean; readonly isRedacting: boolean };

function FindingRow({ finding, isKept, isRedacting }: RowProps) {
  const { id, title, preview, count } = finding;
  return (
    <li className={styles.finding}>
      <span className={styles.kind}>{title}</span>
      <span className={`mono ${styles.value}`} title={preview}>
        {preview}
      </span>
      <span className={styles.count}>{count}×</span>
      {isRedacting && <Switch isOn={!isKept} label={`Replace ${title} ${preview}`} onChange={() => toggleKept(id)} />}
    </li>
  );
}
