/** A line of text with its label above and, when something is wrong, the reason below. */
import { type ComponentPropsWithRef, useId } from 'react';
import styles from './TextField.module.css';

type TextFieldProps = Omit<ComponentPropsWithRef<'input'>, 'onChange' | 'value'> & {
  readonly label: string;
  /** The label is for assistive technology only; the place says it to the eye. */
  readonly isLabelHidden?: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isMono?: boolean;
  /** A sentence, or null. Its place is kept only while there is one. */
  readonly problem?: string | null;
  readonly hint?: string;
};

/** Sunken, 28 high. */
export function TextField(props: TextFieldProps) {
  const { label, isLabelHidden, value, onChange, isMono, problem, hint, className, ...rest } = props;
  const id = useId();
  const note = problem ?? hint;
  return (
    <div className={`${styles.field} ${className ?? ''}`}>
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : styles.label}>
        {label}
      </label>
      <input
        {...rest}
        id={id}
        className={`${styles.input} ${isMono ? 'mono' : ''}`}
        value={value}
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
