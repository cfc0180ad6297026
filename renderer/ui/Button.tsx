/** A button with words. `primary` is the one white (or black) thing of a view; `solid` a raised grey; `plain` only text. */
import type { ComponentPropsWithRef } from 'react';
import styles from './Button.module.css';
import { Icon, type IconName } from './Icon.tsx';

export type ButtonProps = ComponentPropsWithRef<'button'> & {
  readonly variant?: 'plain' | 'solid' | 'primary' | 'danger';
  /** Height: 28, 24 or 20. */
  readonly size?: 'normal' | 'small' | 'tiny';
  readonly icon?: IconName;
  /** Stays pressed, e.g. while its panel is open. */
  readonly isOn?: boolean;
};

/** A native button; every other prop goes to it. */
export function Button(props: ButtonProps) {
  const { variant = 'plain', size = 'normal', icon, isOn, className, children, ...rest } = props;
  const names = [styles.button, styles[variant], styles[size], isOn && styles.on, className];
  return (
    <button type="button" {...rest} className={names.filter(Boolean).join(' ')}>
      {icon && <Icon name={icon} size={size === 'tiny' ? 12 : 14} />}
      {children}
    </button>
  );
}
