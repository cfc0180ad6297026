/** The doctor: every way in with its proof, the proxy that runs, the setup and what around us misleads. */
import { type DoctorReport, doctorAreas } from '../../../shared/model/doctor.ts';
import { showPanel } from '../../store/actions.ts';
import { copyReport, runDoctor } from '../../store/doctor-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { DoctorCheckRow } from './DoctorCheckRow.tsx';
import styles from './DoctorDialog.module.css';

/** Open while the panel is `doctor`. */
export function DoctorDialog() {
  const isOpen = useStore((state) => state.panel === 'doctor');
  return isOpen ? <OpenDialog /> : null;
}

function OpenDialog() {
  const { isRunning, report, problem } = useStore((state) => state.doctor);
  const footer = (
    <>
      <span className={styles.verdict}>{verdictOf(isRunning, report)}</span>
      <Button disabled={report === null} onClick={() => report && void copyReport(report)}>
        Copy the report
      </Button>
      <Button variant="primary" disabled={isRunning} onClick={() => void runDoctor()}>
        {isRunning ? 'Looking…' : 'Look again'}
      </Button>
    </>
  );
  return (
    <Dialog title="Doctor" width={680} onClose={() => showPanel(null)} footer={footer}>
      <p className={styles.intro}>
        Real programs ask a server of Wirelens’s own through every way in. Nothing leaves this machine, and nothing of
        yours is changed.
      </p>
      <div className={styles.report} data-running={isRunning} aria-busy={isRunning}>
        {problem && <p className={styles.problem}>{problem}</p>}
        {report ? <Areas report={report} /> : <p className={styles.waiting}>Trying every way in: some seconds…</p>}
      </div>
    </Dialog>
  );
}

function Areas({ report }: { readonly report: DoctorReport }) {
  return doctorAreas.map(({ area, title }) => {
    const checks = report.checks.filter((check) => check.area === area);
    return checks.length === 0 ? null : (
      <section key={area} aria-label={title}>
        <h3 className={styles.area}>{title}</h3>
        {checks.map((check) => (
          <DoctorCheckRow key={check.id} check={check} />
        ))}
      </section>
    );
  });
}

function verdictOf(isRunning: boolean, report: DoctorReport | null): string {
  if (report === null || isRunning) return '';
  const count = (outcome: string): number => report.checks.filter((check) => check.outcome === outcome).length;
  const bad = count('bad');
  const notes = count('warning');
  const words = report.isGood
    ? 'Everything that should be captured is'
    : `${bad} of ${report.checks.length} checks failed`;
  return notes > 0 ? `${words}, with ${notes} ${notes === 1 ? 'note' : 'notes'}.` : `${words}.`;
}
