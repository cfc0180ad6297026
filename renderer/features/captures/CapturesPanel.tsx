/** The captures panel: named sessions with what they hold. One is shown alone, recorded into, renamed, merged, deleted, exported. */
import { useEffect, useRef, useState } from 'react';
import { showPanel, togglePanel } from '../../store/actions.ts';
import { changeCapture, loadCaptures, recordInto, startCapture, viewCapture } from '../../store/capture-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { PanelHead, PanelKeys, PanelRows } from '../../ui/Panel.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { type CaptureDoing, CaptureRow } from './CaptureRow.tsx';
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
        width={560}
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
  const recorded = useStore((state) => state.recordedCapture?.name ?? null);
  const [isAdding, setAdding] = useState(false);
  const [doing, setDoing] = useState<{ readonly number: number; readonly what: CaptureDoing } | null>(null);
  useEffect(() => void loadCaptures(), []);
  useRowFocusBack(doing?.number ?? null);
  const isChoosing = assigned.length > 0;
  const begin = async (name: string): Promise<string | null> => {
    const problem = isChoosing
      ? await changeCapture({ kind: 'assign', name, ids: assigned })
      : await startCapture(name);
    if (problem === null) showPanel(null);
    return problem;
  };
  const keysOf = (stop: HTMLElement): ReadonlyMap<string, () => void> => {
    const add = (): void => setAdding(true);
    const capture = captures.find(({ number }) => String(number) === stop.dataset.capture);
    if (capture === undefined || isChoosing) return new Map([['n', add]]);
    const act = (what: CaptureDoing) => () => setDoing({ number: capture.number, what });
    return new Map<string, () => void>([
      ['n', add],
      ['r', () => void recordInto(capture.name === recorded ? null : capture.name)],
      ['e', act('renaming')],
      ['Delete', act('deleting')],
    ]);
  };
  return (
    <>
      <PanelHead
        title={
          isChoosing
            ? `Put ${assigned.length === 1 ? 'the exchange' : `${assigned.length} exchanges`} into`
            : 'Captures'
        }
        {...(isChoosing ? {} : { note: 'sessions that are kept apart' })}
      >
        <Button icon="plus" size="small" onClick={() => setAdding(true)}>
          New
        </Button>
      </PanelHead>
      <PanelRows stops="[data-capture]" keysOf={keysOf}>
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
          <CaptureRow
            key={capture.number}
            capture={capture}
            others={captures}
            doing={doing?.number === capture.number ? doing.what : null}
            onDo={(what) => setDoing(what === null ? null : { number: capture.number, what })}
          />
        ))}
        {captures.length === 0 && !isAdding && !isChoosing && <NoCapture onStart={() => setAdding(true)} />}
      </PanelRows>
      {captures.length > 0 && <PanelKeys keys={isChoosing ? choosingKeys : panelKeys} />}
    </>
  );
}

/** When what was asked in place of a row is answered or left, the focus is on that row again. */
function useRowFocusBack(asked: number | null): void {
  const before = useRef<number | null>(null);
  useEffect(() => {
    if (asked === null && before.current !== null)
      document.querySelector<HTMLElement>(`[data-capture="${before.current}"]`)?.focus();
    before.current = asked;
  }, [asked]);
}

const panelKeys = [
  ['Enter', 'show alone'],
  ['R', 'record into'],
  ['E', 'rename'],
  ['Del', 'delete'],
  ['N', 'new'],
] as const;
const choosingKeys = [
  ['Enter', 'put there'],
  ['N', 'new'],
] as const;

function NoCapture({ onStart }: { readonly onStart: () => void }) {
  return (
    <div className={styles.none}>
      <p>A capture keeps apart what is recorded while it runs: one try of a prompt, one bug, one afternoon.</p>
      <p>Rows that are there already go into one by their menu.</p>
      <Button icon="record" variant="solid" onClick={onStart}>
        Record into one…
      </Button>
    </div>
  );
}
