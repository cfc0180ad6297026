/** A name, and what to do with it: for a new capture, and for renaming one. Esc leaves. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './CapturesPanel.module.css';

type NameFormProps = {
  readonly label: string;
  readonly initial: string;
  readonly action: string;
  readonly hint: string | null;
  /** Resolves to a sentence when it cannot be. */
  readonly onDone: (name: string) => Promise<string | null>;
  readonly onCancel: () => void;
};

/** The name is selected: typing replaces it. */
export function NameForm({ label, initial, action, hint, onDone, onCancel }: NameFormProps) {
  const [name, setName] = useState(initial);
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const finish = async (): Promise<void> => {
    const refused = await onDone(name.trim());
    if (refused === null) onCancel();
    else setProblem(refused);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    event.preventDefault();
    onCancel();
  };
  return (
    <form
      className={styles.nameForm}
      onSubmit={(event) => {
        event.preventDefault();
        void finish();
      }}
    >
      <TextField
        ref={field}
        label={label}
        isLabelHidden
        value={name}
        maxLength={100}
        onChange={setName}
        onKeyDown={onKeyDown}
        problem={problem}
        {...(hint === null ? {} : { hint })}
      />
      <Button type="submit" variant="primary" disabled={name.trim() === ''}>
        {action}
      </Button>
      <Button onClick={onCancel}>Cancel</Button>
    </form>
  );
}
