/**
 * A surface that floats at a button: panels of the title bar. Tab stays in it, Esc and a click outside close it; focus
 * returns to the button.
 */
import { Popover as BasePopover } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import { keepTabInside } from './keep-tab-inside.ts';
import styles from './Popover.module.css';

type PopoverProps = {
  readonly label: string;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** The button that opens it; it must take a ref and props. */
  readonly trigger: ReactElement;
  readonly width: number;
  /** Which side of the trigger it is aligned to; its end by default. */
  readonly align?: 'start' | 'end';
  readonly children: ReactNode;
};

/** Opens below its trigger. */
export function Popover({ label, isOpen, onOpenChange, trigger, width, align = 'end', children }: PopoverProps) {
  return (
    <BasePopover.Root open={isOpen} onOpenChange={onOpenChange}>
      <BasePopover.Trigger render={trigger as ReactElement<Record<string, unknown>>} />
      <BasePopover.Portal>
        <BasePopover.Positioner
          className={styles.positioner}
          side="bottom"
          align={align}
          sideOffset={6}
          collisionPadding={8}
        >
          <BasePopover.Popup className={styles.popup} aria-label={label} style={{ width }} onKeyDown={keepTabInside}>
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
