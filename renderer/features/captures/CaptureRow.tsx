/** One capture in the panel: what it holds, whether it is shown or recorded into, and a menu with what can be done. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { CaptureSummary } from '../../../shared/model/capture-summary.ts';
import { showPanel } from '../../store/actions.ts';
import { changeCapture, deleteCapture, exportCapture, recordInto, viewCapture } from '../../store/capture-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import styles from './CapturesPanel.module.css';
import { deletionWords, holdsWords, whenWords } from './capture-words.ts';
import { NameForm } from './NameForm.tsx';

/** What is being asked about a capture in place of its row. */
export type CaptureDoing = 'renaming' | 'merging' | 'deleting';

type CaptureRowProps = {
  readonly capture: CaptureSummary;
  readonly others: readonly CaptureSummary[];
  /** Null: nothing, the row is there. */
  readonly doing: CaptureDoing | null;
  readonly onDo: (doing: CaptureDoing | null) => void;
};

/** 36 px while nothing is asked. */
export function CaptureRow({ capture, others, doing, onDo }: CaptureRowProps) {
  const { name } = capture;
  const done = (): void => onDo(null);
  switch (doing) {
    case 'renaming':
      return (
        <NameForm
          label={`New name of ${name}`}
          initial={name}
          action="Rename"
          hint={null}
          onDone={(next) => changeCapture({ kind: 'rename', name, next })}
          onCancel={done}
        />
      );
    case 'merging':
      return <MergeForm name={name} others={others.filter((other) => other.number !== capture.number)} onEnd={done} />;
    case 'deleting':
      return <DeleteForm capture={capture} onEnd={done} />;
    case null:
      return <PlainRow capture={capture} hasOthers={others.length > 1} onDo={onDo} />;
  }
}

type PlainRowProps = {
  readonly capture: CaptureSummary;
  readonly hasOthers: boolean;
  readonly onDo: (doing: CaptureDoing) => void;
};

function PlainRow({ capture, hasOthers, onDo }: PlainRowProps) {
  const { name, number } = capture;
  const assigned = useStore((state) => state.assignedIds);
  const isViewed = useStore((state) => state.viewedCapture?.number === number);
  const isRecorded = useStore((state) => state.recordedCapture?.name === name);
  const pick = (): void => {
    showPanel(null);
    if (assigned.length > 0) void changeCapture({ kind: 'assign', name, ids: assigned });
    else if (!isViewed) void viewCapture(capture);
  };
  const entries: readonly MenuEntry[] = [
    isRecorded
      ? { kind: 'item', title: 'Stop recording into it', onSelect: () => void recordInto(null) }
      : { kind: 'item', title: 'Record into it', onSelect: () => void recordInto(name) },
    {
      kind: 'item',
      title: 'Export…',
      isDisabled: capture.exchangeCount === 0,
      onSelect: () => void exportCapture(name),
    },
    { kind: 'item', title: 'Rename…', onSelect: () => onDo('renaming') },
    { kind: 'item', title: 'Merge into another…', isDisabled: !hasOthers, onSelect: () => onDo('merging') },
    { kind: 'item', title: 'Delete…', onSelect: () => onDo('deleting') },
  ];
  return (
    <div className={styles.row}>
      <button
        type="button"
        className={styles.open}
        data-capture={number}
        aria-current={isViewed || undefined}
        onClick={pick}
      >
        <span className={styles.mark}>{isViewed && <Icon name="check" size={12} />}</span>
        <span className={styles.name}>
          <span className="cut" title={name}>
            {name}
          </span>
          {isRecorded && <b className={styles.recording}>recording</b>}
        </span>
        <span className={styles.holds}>{holdsWords(capture)}</span>
        <span className={styles.when}>{whenWords(capture, Date.now())}</span>
      </button>
      <IconButton
        icon={isRecorded ? 'halt' : 'record'}
        size="small"
        isOn={isRecorded}
        label={isRecorded ? `Stop recording into ${name}` : `Record into ${name}`}
        onClick={() => void recordInto(isRecorded ? null : name)}
      />
      <Menu
        label={`What to do with ${name}`}
        trigger={<IconButton icon="more" size="small" label={`What to do with ${name}`} />}
        entries={entries}
      />
    </div>
  );
}

type MergeFormProps = {
  readonly name: string;
  readonly others: readonly CaptureSummary[];
  readonly onEnd: () => void;
};

function MergeForm({ name, others, onEnd }: MergeFormProps) {
  const cancel = useFocusAtOnce();
  const [problem, setProblem] = useState<string | null>(null);
  const merge = async (into: string): Promise<void> => {
    const refused = await changeCapture({ kind: 'merge', name, into });
    if (refused === null) onEnd();
    else setProblem(refused);
  };
  return (
    <div className={styles.form} {...leaving(onEnd)}>
      <p>
        Put everything of <strong>{name}</strong> into
      </p>
      <div className={styles.choices}>
        {others.map((other) => (
          <Button key={other.number} size="small" variant="solid" onClick={() => void merge(other.name)}>
            <span className="cut">{other.name}</span>
          </Button>
        ))}
        <Button ref={cancel} size="small" onClick={onEnd}>
          Cancel
        </Button>
      </div>
      {problem !== null && <p className={styles.problem}>{problem}</p>}
    </div>
  );
}

function DeleteForm({ capture, onEnd }: { readonly capture: CaptureSummary; readonly onEnd: () => void }) {
  const cancel = useFocusAtOnce();
  const [problem, setProblem] = useState<string | null>(null);
  const { name, exchangeCount } = capture;
  const tell = async (asked: Promise<string | null>): Promise<void> => {
    const refused = await asked;
    if (refused !== null) setProblem(refused);
  };
  return (
    <div className={styles.form} role="alertdialog" aria-label={`Delete ${name}`} {...leaving(onEnd)}>
      <p>{deletionWords(capture)}</p>
      <div className={styles.choices}>
        <Button size="small" variant="danger" onClick={() => void tell(deleteCapture(name))}>
          Delete
        </Button>
        {exchangeCount > 0 && (
          <Button size="small" variant="solid" onClick={() => void tell(changeCapture({ kind: 'forget', name }))}>
            Only the name; keep the exchanges
          </Button>
        )}
        <Button ref={cancel} size="small" onClick={onEnd}>
          Cancel
        </Button>
      </div>
      {problem !== null && <p className={styles.problem}>{problem}</p>}
    </div>
  );
}

/** What asks takes the focus to the answer that changes nothing. */
function useFocusAtOnce() {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return button;
}

/** Esc leaves what is asked, and not the panel. */
function leaving(onEnd: () => void) {
  return {
    onKeyDown: (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      event.preventDefault();
      onEnd();
    },
  };
}
