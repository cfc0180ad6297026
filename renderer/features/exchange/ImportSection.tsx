/** Of an imported exchange: which file it came from, when, what cannot be known of it, and what came with it. */
import { useEffect, useState } from 'react';
import type { ExchangeId, ImportMark } from '../../../shared/model/exchange.ts';
import { countOf } from '../../lib/format.ts';
import { importedWhen, importLimits } from '../../lib/import-words.ts';
import { countImport, removeImport, showImport } from '../../store/import-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { KeyValueTable } from '../../ui/KeyValueTable.tsx';
import { Section } from '../../ui/Section.tsx';
import styles from './ImportSection.module.css';

/** Deleting can be taken back for a while, as every deletion. */
export function ImportSection({ id, mark }: { readonly id: ExchangeId; readonly mark: ImportMark }) {
  const count = useCount(id);
  const limits = importLimits(mark);
  const rows = [
    ...(mark.file === undefined ? [] : [{ label: 'File', value: mark.file }]),
    ...(mark.at === undefined ? [] : [{ label: 'When', value: importedWhen(mark.at) }]),
    { label: 'Written by', value: mark.creator },
  ];
  return (
    <Section title="Imported" aside={count === null ? '' : countOf(count, 'exchange')}>
      <KeyValueTable rows={rows} />
      {limits !== null && <p className={styles.limits}>{limits}</p>}
      <div className={styles.actions}>
        <Button size="small" variant="solid" onClick={() => showImport(mark)}>
          Show all of it
        </Button>
        <Button size="small" variant="solid" onClick={() => void removeImport(id)}>
          {count === null || count === 1 ? 'Delete it' : `Delete all ${count}`}
        </Button>
      </div>
    </Section>
  );
}

function useCount(id: ExchangeId): number | null {
  const [count, setCount] = useState<number | null>(null);
  useEffect(() => {
    let isOver = false;
    void countImport(id).then((found) => !isOver && setCount(found));
    return () => {
      isOver = true;
    };
  }, [id]);
  return count;
}
