/** One of a few, all in sight: views of an exchange, forms of a text. Arrow keys move, as in a radio group. */
import type { KeyboardEvent } from 'react';
import styles from './Segmented.module.css';

type SegmentedProps<Value extends string> = {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly title: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly size?: 'normal' | 'small';
  /** `tabs` where the choice swaps the view below it. */
  readonly kind?: 'radio' | 'tabs';
};

/** 28 px high, small 24. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, options, value, onChange, size = 'normal', kind = 'radio' } = props;
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const index = options.findIndex((option) => option.value === value);
    const next = (index + step + options.length) % options.length;
    const option = options[next];
    if (option) onChange(option.value);
    (event.currentTarget.parentElement?.children[next] as HTMLElement | undefined)?.focus();
  };
  const groupRole = { role: kind === 'tabs' ? 'tablist' : 'radiogroup', 'aria-label': label };
  return (
    <div className={`${styles.group} ${styles[size]}`} {...groupRole}>
      {options.map((option) => {
        const isOn = option.value === value;
        const state = kind === 'tabs' ? { 'aria-selected': isOn } : { 'aria-checked': isOn };
        return (
          <button
            key={option.value}
            type="button"
            role={kind === 'tabs' ? 'tab' : 'radio'}
            {...state}
            tabIndex={isOn ? 0 : -1}
            className={`${styles.option} ${isOn ? styles.on : ''}`}
            onClick={() => onChange(option.value)}
            onKeyDown={onKeyDown}
          >
            {option.title}
          </button>
        );
      })}
    </div>
  );
}
