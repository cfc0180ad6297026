/** One of several, behind a line of text: the platform's own list, in our clothes. */
import { Icon } from './Icon.tsx';
import styles from './Select.module.css';

export type SelectOption<Value extends string> = {
  readonly value: Value;
  readonly title: string;
  /** Options of the same group stand together under its name. */
  readonly group?: string;
  readonly isDisabled?: boolean;
};

type SelectProps<Value extends string> = {
  readonly label: string;
  readonly options: readonly SelectOption<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly isMono?: boolean;
  /** Sunken as fields are, where it stands alone in a form. */
  readonly isBoxed?: boolean;
};

/** 24 px high (28 in a box), as wide as its place. */
export function Select<Value extends string>({ label, options, value, onChange, isMono, isBoxed }: SelectProps<Value>) {
  const groups = [...new Set(options.map(({ group }) => group))];
  return (
    <span className={styles.select} data-boxed={isBoxed}>
      <select
        aria-label={label}
        className={isMono ? 'mono' : ''}
        value={value}
        onChange={(event) => onChange(event.target.value as Value)}
      >
        {groups.map((group) => {
          const members = options.filter((option) => option.group === group).map(toOption);
          return group === undefined ? (
            members
          ) : (
            <optgroup key={group} label={group}>
              {members}
            </optgroup>
          );
        })}
      </select>
      <Icon name="down" size={10} />
    </span>
  );
}

function toOption({ value, title, isDisabled }: SelectOption<string>) {
  return (
    <option key={value} value={value} disabled={isDisabled}>
      {title}
    </option>
  );
}
