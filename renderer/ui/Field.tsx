/** What fields of text share: the label above, and below it what is wrong, else a hint; tied to the field by their ids. */
import { type ReactNode, useId } from 'react';
import styles from './TextField.module.css';

/** What the field itself takes from its frame. */
export type FieldTies = {
  readonly id: string;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-describedby': string | undefined;
  readonly spellCheck: false;
  readonly autoComplete: 'off';
};

type FieldProps = {
  readonly label: string;
  readonly isLabelHidden?: boolean | undefined;
  readonly className?: string | undefined;
  readonly problem?: string | null | undefined;
  readonly hint?: string | undefined;
  readonly children: (ties: FieldTies) => ReactNode;
};

/** A problem takes the place of the hint; neither keeps room while there is none. */
export function Field({ label, isLabelHidden, className, problem, hint, children }: FieldProps) {
  const id = useId();
  const note = problem ?? hint;
  return (
    <div className={`${styles.field} ${className ?? ''}`}>
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : styles.label}>
        {label}
      </label>
      {children({
        id,
        'aria-invalid': problem ? true : undefined,
        'aria-describedby': note ? `${id}-note` : undefined,
        spellCheck: false,
        autoComplete: 'off',
      })}
      {note && (
        <span id={`${id}-note`} className={problem ? styles.problem : styles.hint}>
          {note}
        </span>
      )}
    </div>
  );
}
