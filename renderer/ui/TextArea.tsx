/** Some lines of text with their label above: for what is pasted, such as certificates. Looks like TextField. */
import { useId } from 'react';
import styles from './TextField.module.css';

type TextAreaProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly hint?: string;
  readonly problem?: string | null;
  /** Shows dots in place of what is typed. */
  readonly isSecret?: boolean;
};

/** Two lines high; longer texts scroll within. */
export function TextArea({ label, value, onChange, placeholder, hint, problem, isSecret }: TextAreaProps) {
  const id = useId();
  const note = problem ?? hint;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <textarea
        id={id}
        rows={2}
        className={`${styles.input} ${styles.area} ${isSecret && value !== '' ? styles.secret : ''} mono`}
        value={value}
        placeholder={placeholder}
        aria-invalid={problem ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        onChange={(event) => onChange(event.target.value)}
        spellCheck={false}
        autoComplete="off"
      />
      {note && (
        <span id={`${id}-note`} className={problem ? styles.problem : styles.hint}>
          {note}
        </span>
      )}
    </div>
  );
}
