/** Before something leaves: the format, what it would give away, and what becomes of each finding. */
import { type ExportFormat, exportFormatFacts, exportFormats } from '../../../shared/export/export-formats.ts';
import { showPanel } from '../../store/actions.ts';
import { changeSharing, shareAs } from '../../store/sharing-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select, type SelectOption } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import styles from './ExportDialog.module.css';
import { FindingList } from './FindingList.tsx';

const options: readonly SelectOption<ExportFormat>[] = exportFormats.map(({ format, title, group }) => ({
  value: format,
  title,
  group,
}));

/** Open while the panel is `export`. */
export function ExportDialog() {
  const isOpen = useStore((state) => state.panel === 'export');
  return isOpen ? <OpenDialog /> : null;
}

function OpenDialog() {
  const sharing = useStore((state) => state.sharing);
  const { ids, format, isRedacting, isAtWork, outcome, withContent } = sharing;
  const facts = exportFormatFacts(format);
  const count = ids === 'all' ? (sharing.scan?.exchangeCount ?? null) : ids.length;
  const title =
    ids === 'all' ? 'Export all exchanges' : count === 1 ? 'Export the exchange' : `Export ${count} exchanges`;
  const footer = (
    <>
      <span className={styles.outcome} data-good={outcome?.isGood} role="status">
        {outcome?.text}
      </span>
      {facts.isText && (
        <Button disabled={isAtWork} onClick={() => void shareAs('clipboard')}>
          Copy
        </Button>
      )}
      <Button variant="primary" disabled={isAtWork} onClick={() => void shareAs('file')}>
        {isAtWork ? 'Writing…' : 'Save…'}
      </Button>
    </>
  );
  return (
    <Dialog title={title} width={620} onClose={() => showPanel(null)} footer={footer}>
      <div className={`${styles.row} ${styles.top}`}>
        <span className={`${styles.name} ${styles.formatName}`}>Format</span>
        <div className={styles.choice}>
          <Select
            label="Format"
            isBoxed
            options={options}
            value={format}
            onChange={(next) => changeSharing({ format: next })}
          />
          <p className={styles.about}>{facts.about}</p>
        </div>
      </div>
      {facts.group === 'Traces' && (
        <div className={styles.row}>
          <span className={styles.name}>Prompts and answers too</span>
          <Switch
            isOn={withContent}
            label="Prompts and answers too"
            onChange={(isOn) => changeSharing({ withContent: isOn })}
          />
        </div>
      )}
      <div className={styles.row}>
        <span className={styles.name}>Replace secrets and personal data</span>
        <Switch
          isOn={isRedacting}
          label="Replace secrets and personal data"
          onChange={(isOn) => changeSharing({ isRedacting: isOn })}
        />
      </div>
      <FindingList />
    </Dialog>
  );
}
