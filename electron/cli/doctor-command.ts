/** `wirelens doctor`: what is captured and what leaks past, with proof. */
import { type DoctorCheck, type DoctorReport, doctorAreas } from '../../shared/model/doctor.ts';
import { runDoctor } from '../doctor/doctor.ts';
import { printable } from './safe-text.ts';
import { loadSettings } from './serving.ts';
import type { Terminal } from './terminal.ts';

export type DoctorOptions = { readonly data: string; readonly port?: number; readonly json?: boolean };

/** Gives the exit status: 1 when something that should be captured is not. */
export async function doctorCommand(options: DoctorOptions, terminal: Terminal): Promise<number> {
  const warn = (title: string, text: string): void => terminal.complain(`wirelens: ${title}. ${text}`);
  const settings = loadSettings(options.data, warn);
  if (!options.json) terminal.complain('wirelens: trying every way in, nothing leaves this machine ...');
  const report = await runDoctor({
    dataFolder: options.data,
    settings,
    port: options.port ?? settings.port,
    environment: terminal.environment,
    workerFile: new URL('./capture-worker.js', import.meta.url),
    // The packaged program is no Node.
    nodeFile: process.versions.electron === undefined ? process.execPath : null,
  });
  if (options.json) terminal.print(JSON.stringify(report));
  else for (const line of doctorLines(report)) terminal.print(line);
  return report.isGood ? 0 : 1;
}

const marks = { good: 'ok  ', warning: 'NOTE', bad: 'FAIL', skipped: 'none' } as const;

/** The report for people. */
function doctorLines({ checks, isGood, durationMs }: DoctorReport): readonly string[] {
  const lines = doctorAreas.flatMap(({ area, title }) => {
    const own = checks.filter((check) => check.area === area);
    return own.length === 0 ? [] : ['', title, ...own.flatMap(checkLines)];
  });
  const notes = checks.filter(({ outcome }) => outcome === 'warning').length;
  const bad = checks.filter(({ outcome }) => outcome === 'bad').length;
  const end = isGood ? 'Everything that should be captured is' : `${bad} of ${checks.length} checks failed`;
  const words = `${end}${notes > 0 ? `, with ${notes} ${notes === 1 ? 'note' : 'notes'}` : ''} (${(durationMs / 1000).toFixed(1)} s).`;
  return [...lines.slice(1), '', words];
}

function checkLines({ outcome, title, text, advice }: DoctorCheck): readonly string[] {
  const lines = [`  ${marks[outcome]}  ${title}`, `        ${text}`];
  if (advice !== null) lines.push(`        -> ${advice}`);
  return lines.map((line) => printable(line));
}
