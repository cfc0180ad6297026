/** What the environment may change about a start: for tests, development and people with more than one profile. */
import path from 'node:path';

export type StartOptions = {
  /** Data folder instead of the user's own; null: Electron's `userData` (which `--user-data-dir=` changes too). */
  readonly dataFolder: string | null;
  /** Port to listen on instead of the settings' (0: any free one), or null. Not stored. */
  readonly port: number | null;
  /** Page of the development server instead of the built one, or null. */
  readonly developmentUrl: string | null;
};

/** Reads `WIRELENS_DATA`, `WIRELENS_PORT` and, in a program that is not packaged, `WIRELENS_DEV_URL`. */
export function readStartOptions(
  environment: Readonly<Record<string, string | undefined>>,
  isPackaged: boolean,
): StartOptions {
  const { WIRELENS_DATA: data, WIRELENS_PORT: port, WIRELENS_DEV_URL: url } = environment;
  return {
    dataFolder: data ? path.resolve(data) : null,
    port: port !== undefined && /^\d{1,5}$/.test(port) && Number(port) <= 65535 ? Number(port) : null,
    // Loopback only: this page gets the bridge.
    developmentUrl: !isPackaged && url?.startsWith('http://127.0.0.1:') ? url : null,
  };
}
