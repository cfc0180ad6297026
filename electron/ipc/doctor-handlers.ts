/** The doctor's command: one run at a time, over the settings and the port of the app that runs. */

import { fail, type Result, succeed } from '../../shared/lib/result.ts';
import type { DoctorReport } from '../../shared/model/doctor.ts';
import { runDoctor } from '../doctor/doctor.ts';
import type { Environment } from '../programs/program-environment.ts';
import type { SettingsStore } from '../storage/settings-store.ts';
import type { RemoteProxy } from '../traffic/traffic.ts';
import type { Handlers } from './typed-ipc.ts';

export type DoctorHandlerParts = {
  readonly dataFolder: string;
  readonly environment: Environment;
  readonly settings: SettingsStore;
  readonly proxy: Pick<RemoteProxy, 'status'>;
  /** The built capture worker. */
  readonly workerFile: URL;
};

/** Windows that ask while it runs get the report of that run. */
export function createDoctorHandlers(parts: DoctorHandlerParts): Pick<Handlers, 'doctor.run'> {
  let running: Promise<Result<DoctorReport>> | null = null;
  const start = async (): Promise<Result<DoctorReport>> => {
    const { dataFolder, environment, proxy, workerFile } = parts;
    const settings = parts.settings.current();
    const port = proxy.status().port ?? settings.port;
    try {
      // The app is no Node that could run a script: the one on PATH does.
      return succeed(await runDoctor({ dataFolder, settings, port, environment, workerFile, nodeFile: null }));
    } catch (error) {
      return fail('failed', `The doctor could not work: ${error instanceof Error ? error.message : error}.`);
    }
  };
  return {
    'doctor.run': () => {
      running ??= start().finally(() => {
        running = null;
      });
      return running;
    },
  };
}
