/** A `?` beside a term: one or two sentences of what it means, where it is used. By click and by keys, not only by hover. */
import { Popover as BasePopover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import styles from './Hint.module.css';

/** `term` names it for assistive technology. */
export function Hint({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <BasePopover.Root>
      <BasePopover.Trigger className={styles.hint} aria-label={`What is ${term}?`} openOnHover delay={350}>
        ?
      </BasePopover.Trigger>
      <BasePopover.Portal>
        <BasePopover.Positioner className={styles.positioner} sideOffset={6} collisionPadding={8}>
          <BasePopover.Popup className={styles.popup} aria-label={term}>
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
