/** What was started while the app runs, newest first. */
import { countOf, formatClock } from '../../lib/format.ts';
import { watchProgram } from '../../store/program-actions.ts';
import { selectProgramTallies } from '../../store/program-selectors.ts';
import { useStore } from '../../store/store.ts';
import styles from './ProgramDialog.module.css';
import { isOpen, isTroubled, programState } from './program-words.ts';

/** Nothing before the first. */
export function ProgramList() {
  const programs = useStore((state) => state.programs);
  const tallies = useStore(selectProgramTallies);
  if (programs.size === 0) return null;
  return (
    <section className={styles.list} aria-label="Started programs">
      <h3>Started</h3>
      {[...programs.values()].toReversed().map((program) => (
        <button key={program.id} type="button" className={styles.program} onClick={() => void watchProgram(program.id)}>
          <i className={isOpen(program) ? styles.on : styles.off} />
          <span className="mono cut">
            {program.kind === 'terminal' ? `terminal, ${program.command}` : program.command}
          </span>
          <span className={isTroubled(program) ? `tone-danger ${styles.tone}` : ''}>{programState(program)}</span>
          <span className="numbers">{countOf(tallies.get(program.id)?.exchanges ?? 0, 'exchange')}</span>
          <span className="numbers">{formatClock(program.startedAt)}</span>
        </button>
      ))}
    </section>
  );
}
