/** Some lines of text with their label above: for what is pasted, such as certificates. Looks like TextField. */
import { Field } from './Field.tsx';
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
  return (
    <Field label={label} problem={problem} hint={hint}>
      {(ties) => (
        <textarea
          {...ties}
          rows={2}
          className={`${styles.input} ${styles.area} ${isSecret && value !== '' ? styles.secret : ''} mono`}
          value={value}
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
