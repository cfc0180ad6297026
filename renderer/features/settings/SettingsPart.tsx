/** One part of the settings: its name, the way back to how it ships where it differs, its rows. */
import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import styles from './SettingsDialog.module.css';

type SettingsPartProps = {
  readonly title: string;
  /** Below the title. */
  readonly words?: ReactNode;
  /** Null: there is nothing to put back. */
  readonly onReset: (() => void) | null;
  readonly children: ReactNode;
};

/** Id of a part's element: the list of parts leads there. */
export function partId(title: string): string {
  return `settings-${title.toLowerCase()}`;
}

export function SettingsPart({ title, words, onReset, children }: SettingsPartProps) {
  return (
    <section id={partId(title)} className={styles.part} aria-label={title} tabIndex={-1}>
      <header className={styles.partHead}>
        <h3>{title}</h3>
        <span className="spacer" />
        {onReset && (
          <Button size="tiny" icon="undo" aria-label={`Reset ${title}`} onClick={onReset}>
            Reset
          </Button>
        )}
      </header>
      {words && <p className={styles.explain}>{words}</p>}
      {children}
    </section>
  );
}
