/** Has this desktop a place for a tray icon? Windows and macOS always; Linux where something answers as the tray's host. */
import { runTool } from '../capture/clients/run-tool.ts';

/** The name under which trays of Linux desktops listen on the session's bus. */
const trayHost = 'org.kde.StatusNotifierWatcher';
const question = ['org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.NameHasOwner'] as const;

/** @see https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/StatusNotifierWatcher/ */
export async function hasTrayHost(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  run = runTool,
): Promise<boolean> {
  if (platform !== 'linux') return true;
  if (!environment.DBUS_SESSION_BUS_ADDRESS && !environment.XDG_RUNTIME_DIR) return false;
  const [name, place, method] = question;
  const call = ['call', '--session', '--dest', name, '--object-path', place, '--method', method, trayHost];
  const answer = await run('gdbus', call);
  if (answer.includes('true')) return true;
  if (answer.includes('false')) return false;
  const send = ['--session', `--dest=${name}`, '--type=method_call', '--print-reply', place, method];
  return (await run('dbus-send', [...send, `string:${trayHost}`])).includes('boolean true');
}
