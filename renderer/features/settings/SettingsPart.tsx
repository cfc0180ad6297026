/** One part of the settings: its way back to how it ships, where it differs; hidden while a search is for others. */
import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import styles from './SettingsDialog.module.css';
import { hasWords } from './settings-search.ts';

type SettingsPartProps = {
  readonly title: string;
  /** What else one may look for. */
  readonly words: string;
  readonly query: string;
  /** Null: there is nothing to put back. */
  readonly onReset: (() => void) | null;
  readonly children: ReactNode;
};

export function SettingsPart({ title, words, query, onReset, children }: SettingsPartProps) {
  if (!hasWords(`${title} ${words}`, query)) return null;
  return (
    <div className={styles.part}>
      {onReset && (
        <Button size="tiny" icon="undo" className={styles.reset ?? ''} aria-label={`Reset ${title}`} onClick={onReset}>
          Reset
        </Button>
      )}
      {children}
    </div>
  );
}
