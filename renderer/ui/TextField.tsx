/** A line of text with its label above and, when something is wrong, the reason below. */
import type { ComponentPropsWithRef } from 'react';
import { Field } from './Field.tsx';
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
  return (
    <Field label={label} isLabelHidden={isLabelHidden} className={className} problem={problem} hint={hint}>
      {(ties) => (
        <input
          {...rest}
          {...ties}
          className={`${styles.input} ${isMono ? 'mono' : ''}`}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
