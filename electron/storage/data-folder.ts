/** Where captures, settings and the CA live: one folder for app and CLI alike, the one Electron calls `userData`. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

const appName = 'Wirelens';

/**
 * Absolute path of the default data folder; it need not exist. `WIRELENS_DATA` overrides it.
 * @see https://www.electronjs.org/docs/latest/api/app#appgetpathname (appData and userData)
 */
export function defaultDataFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (environment.WIRELENS_DATA) return resolve(environment.WIRELENS_DATA);
  return join(applicationData(environment, platform, home), appName);
}

function applicationData(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return environment.APPDATA || join(home, 'AppData', 'Roaming');
  return environment.XDG_CONFIG_HOME || join(home, '.config');
}
