/** A bar that lies over the foot of the list for a while. When it goes, the list has the focus that a button of it had. */
import type { ReactNode } from 'react';
import { useFocusBack } from '../../lib/use-focus-back.ts';
import styles from './ListPane.module.css';

type ListBarProps = {
  readonly role: 'status' | 'toolbar';
  readonly label?: string;
  readonly children: ReactNode;
};

/** 36 high. */
export function ListBar({ role, label, children }: ListBarProps) {
  const bar = useFocusBack<HTMLDivElement>();
  return (
    <div ref={bar} className={styles.undo} role={role} {...(label === undefined ? {} : { 'aria-label': label })}>
      {children}
    </div>
  );
}
