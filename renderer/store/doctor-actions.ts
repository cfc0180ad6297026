/** What the user can do with the doctor: open it, let it look again, take its report along. */
import { type DoctorReport, doctorAreas } from '../../shared/model/doctor.ts';
import { bridge } from '../bridge.ts';
import { copyText, showPanel } from './actions.ts';
import { useStore } from './store.ts';

/** Opens the dialog; looks at once. */
export async function openDoctor(): Promise<void> {
  showPanel('doctor');
  await runDoctor();
}

/** Looks again; the last report stays in sight meanwhile. */
export async function runDoctor(): Promise<void> {
  const { doctor } = useStore.getState();
  if (doctor.isRunning) return;
  useStore.setState({ doctor: { ...doctor, isRunning: true } });
  const result = await bridge().invoke('doctor.run', null);
  const last = useStore.getState().doctor.report;
  const next = result.ok
    ? { isRunning: false, report: result.value, problem: null }
    : { isRunning: false, report: last, problem: result.error.message };
  useStore.setState({ doctor: next });
}

/** The report as text, for an issue or a colleague. */
export async function copyReport({ checks }: DoctorReport): Promise<void> {
  const lines = doctorAreas.flatMap(({ area, title }) => {
    const own = checks.filter((check) => check.area === area);
    return own.length === 0
      ? []
      : [title, ...own.map(({ outcome, title: what, text }) => `- ${outcome}: ${what}: ${text}`)];
  });
  await copyText(lines.join('\n'));
}
