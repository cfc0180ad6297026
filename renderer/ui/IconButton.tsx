/** A button that is only an icon: its label is its name for assistive technology and its tooltip. */
import styles from './Button.module.css';
import { Button, type ButtonProps } from './Button.tsx';
import type { IconName } from './Icon.tsx';
import { Tooltip } from './Tooltip.tsx';

type IconButtonProps = Omit<ButtonProps, 'children' | 'icon'> & {
  readonly icon: IconName;
  readonly label: string;
  /** Shown in the tooltip. */
  readonly shortcut?: string;
};

/** Square, 28 (normal), 24 (small) or 20 (tiny). */
export function IconButton({ label, shortcut, className, ...rest }: IconButtonProps) {
  const names = [styles.icon, className].filter(Boolean).join(' ');
  return (
    <Tooltip label={label} {...(shortcut ? { shortcut } : {})}>
      <Button {...rest} className={names} aria-label={label} />
    </Tooltip>
  );
}
