/**
 * The doctor: tries every way in with real programs against a server of its own, looks at the setup, at the proxy that is
 * running and at what around us misleads. Sends nothing beyond this machine and changes nothing of the user's.
 */
import type { DoctorCheck, DoctorReport } from '../../shared/model/doctor.ts';
import type { Settings } from '../../shared/model/settings.ts';
import type { Environment } from '../programs/program-environment.ts';
import { startProbeStack } from './probe-stack.ts';
import { versionOf } from './run-probe.ts';
import { checkRunning } from './running-checks.ts';
import { checkSetup } from './setup-checks.ts';
import { checkSurroundings } from './surroundings-checks.ts';
import { checkWays, type WayContext } from './way-checks.ts';

export type DoctorOptions = {
  readonly dataFolder: string;
  readonly settings: Settings;
  /** Where Wirelens listens, or would. */
  readonly port: number;
  readonly environment: Environment;
  /** The built capture worker. */
  readonly workerFile: URL;
  /** A Node to start programs with: our own where we are one; null: the one on PATH. */
  readonly nodeFile: string | null;
};

/** Takes some seconds. Rejects only when not even loopback can be listened on. */
export async function runDoctor(options: DoctorOptions): Promise<DoctorReport> {
  const startedAt = performance.now();
  const { dataFolder, environment, port, settings } = options;
  const checks: DoctorCheck[] = [...(await checkWaysIn(options))];
  checks.push(...(await checkRunning({ dataFolder, settings, port })));
  checks.push(...checkSetup(dataFolder, settings, Date.now()));
  checks.push(...(await checkSurroundings(environment, `http://127.0.0.1:${port}`)));
  const isGood = checks.every(({ outcome }) => outcome !== 'bad');
  return { checks, isGood, durationMs: Math.round(performance.now() - startedAt) };
}

async function checkWaysIn({ environment, nodeFile, workerFile }: DoctorOptions): Promise<readonly DoctorCheck[]> {
  const node = nodeFile ?? 'node';
  const [nodeVersion, curl, python3] = await Promise.all([
    versionOf(node, '--version', environment),
    versionOf('curl', '--version', environment),
    versionOf('python3', '--version', environment),
  ]);
  const python = python3 ?? (await versionOf('python', '--version', environment));
  const stack = await startProbeStack(workerFile, environment);
  const context: WayContext = {
    stack,
    environment,
    node: nodeVersion === null ? null : { file: node, version: nodeVersion.replace(/^v/, '') },
    curl: curl === null ? null : curl.split(' ').slice(0, 2).join(' '),
    python: python === null ? null : { file: python3 === null ? 'python' : 'python3', version: python },
  };
  try {
    return await checkWays(context);
  } finally {
    await stack.dispose();
  }
}
