/** One setting: what it is and what it does at the left, the control at the right; all parts of the settings are made of these. */
import type { ReactNode } from 'react';
import styles from './SettingsDialog.module.css';

type SettingRowProps = {
  readonly title: string;
  readonly words?: ReactNode;
  /** Of another setting, which has to be on. */
  readonly isWithin?: boolean;
  readonly children: ReactNode;
};

export function SettingRow({ title, words, isWithin = false, children }: SettingRowProps) {
  return (
    <div className={styles.row} data-within={isWithin || undefined}>
      <div className={styles.names}>
        <span>{title}</span>
        {words && <small>{words}</small>}
      </div>
      {children}
    </div>
  );
}
