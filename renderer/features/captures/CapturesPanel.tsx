/** The captures panel: named sessions with what they hold. One is shown alone, recorded into, renamed, merged, deleted, exported. */
import { useEffect, useState } from 'react';
import { showPanel, togglePanel } from '../../store/actions.ts';
import { changeCapture, loadCaptures, startCapture, viewCapture } from '../../store/capture-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { CaptureRow } from './CaptureRow.tsx';
import styles from './CapturesPanel.module.css';
import { suggestedName } from './capture-words.ts';
import { EverythingRow } from './EverythingRow.tsx';
import { NameForm } from './NameForm.tsx';

/** The button in the title bar, the panel, and the way back to everything. */
export function CapturesPanel() {
  const isOpen = useStore((state) => state.panel === 'captures');
  const viewed = useStore((state) => state.viewedCapture);
  const change = (next: boolean): void => {
    if (next === isOpen) return;
    useStore.setState({ assignedIds: [] });
    togglePanel('captures');
  };
  return (
    <>
      <Popover
        label="Captures"
        width={520}
        align="start"
        isOpen={isOpen}
        onOpenChange={change}
        trigger={
          <Button
            icon="captures"
            isOn={isOpen || viewed !== null}
            className={styles.trigger ?? ''}
            aria-label={viewed ? `Capture ${viewed.name}` : 'Captures'}
          >
            <span className="cut">{viewed?.name ?? 'Captures'}</span>
          </Button>
        }
      >
        <Panel />
      </Popover>
      {viewed && (
        <IconButton icon="close" size="tiny" label="Back to everything" onClick={() => void viewCapture(null)} />
      )}
    </>
  );
}

function Panel() {
  const captures = useStore((state) => state.captures);
  const assigned = useStore((state) => state.assignedIds);
  const [isAdding, setAdding] = useState(false);
  useEffect(() => void loadCaptures(), []);
  const isChoosing = assigned.length > 0;
  const begin = async (name: string): Promise<string | null> => {
    const problem = isChoosing
      ? await changeCapture({ kind: 'assign', name, ids: assigned })
      : await startCapture(name);
    if (problem === null) showPanel(null);
    return problem;
  };
  return (
    <>
      <header className={styles.head}>
        <strong>
          {isChoosing
            ? `Put ${assigned.length === 1 ? 'the exchange' : `${assigned.length} exchanges`} into`
            : 'Captures'}
        </strong>
        {!isChoosing && <span className="faint">sessions that are kept apart</span>}
        <span className="spacer" />
        <Button icon="plus" size="small" onClick={() => setAdding(true)}>
          New
        </Button>
      </header>
      <div className={styles.rows}>
        {isAdding && (
          <NameForm
            label="Name of the new capture"
            initial={suggestedName(
              captures.map(({ name }) => name),
              Date.now(),
            )}
            action={isChoosing ? 'Put there' : 'Start'}
            hint={isChoosing ? null : 'What is recorded from now on goes into it.'}
            onDone={begin}
            onCancel={() => setAdding(false)}
          />
        )}
        <EverythingRow />
        {captures.toReversed().map((capture) => (
          <CaptureRow key={capture.number} capture={capture} others={captures} />
        ))}
        {captures.length === 0 && !isAdding && (
          <p className={styles.none}>
            A capture keeps apart what is recorded while it runs: one try of a prompt, one bug, one afternoon.
          </p>
        )}
      </div>
    </>
  );
}
