/** One check: glyph, what was tried, what was seen, what to do. */
import type { DoctorCheck, DoctorOutcome } from '../../../shared/model/doctor.ts';
import { Icon } from '../../ui/Icon.tsx';
import styles from './DoctorDialog.module.css';

const glyphs = { good: 'check', warning: 'warning', bad: 'error', skipped: 'minus' } as const;
const words: Readonly<Record<DoctorOutcome, string>> = {
  good: 'good',
  warning: 'note',
  bad: 'failed',
  skipped: 'left out',
};

export function DoctorCheckRow({ check }: { readonly check: DoctorCheck }) {
  const { advice, outcome, text, title } = check;
  const glyph = glyphs[outcome];
  return (
    <div className={styles.check} data-outcome={outcome}>
      <span className={styles.glyph} role="img" aria-label={words[outcome]}>
        {glyph === 'minus' ? '–' : <Icon name={glyph} size={14} />}
      </span>
      <div>
        <strong>{title}</strong>
        <p>{text}</p>
        {advice !== null && <p className={styles.advice}>{advice}</p>}
      </div>
    </div>
  );
}
