/** Commands about interception: the authority shown, exported, renewed, removed; what programs of the user's own need. */
import { writeFile } from 'node:fs/promises';
import { type BrowserWindow, dialog } from 'electron';
import type { ProxySetup } from '../../shared/ipc/command-payloads.ts';
import type { ResponseOf } from '../../shared/ipc/contract.ts';
import { fail, type Result, succeed } from '../../shared/lib/result.ts';
import { addedVariables, environmentFor } from '../programs/environment-for.ts';
import type { Environment } from '../programs/program-environment.ts';
import { readCertificate } from '../proxy/tls/authority-file.ts';
import type { SettingsStore } from '../storage/settings-store.ts';
import type { RemoteInterception, RemoteProxy } from '../traffic/traffic.ts';
import type { Handlers } from './typed-ipc.ts';

type InterceptionCommand =
  | 'interception.authority'
  | 'interception.export'
  | 'interception.renew'
  | 'interception.remove'
  | 'interception.setup';

export type InterceptionHandlerParts = {
  readonly dataFolder: string;
  readonly environment: Environment;
  readonly interception: RemoteInterception;
  readonly settings: SettingsStore;
  readonly proxy: Pick<RemoteProxy, 'status'>;
  readonly window: () => BrowserWindow | null;
};

/** The authority, and what programs need to trust it. */
export function createInterceptionHandlers(parts: InterceptionHandlerParts): Pick<Handlers, InterceptionCommand> {
  const { interception, settings } = parts;
  return {
    'interception.authority': () => interception.authority(),
    'interception.export': () => exportCertificate(parts),
    'interception.renew': async () => {
      try {
        const facts = await interception.renew();
        return facts === null ? fail('failed', 'The authority was removed meanwhile.') : succeed(facts);
      } catch (error) {
        return fail('failed', `It could not be renewed: ${wordsOf(error)}.`);
      }
    },
    'interception.remove': async () => {
      const off = settings.update({ interception: { ...settings.current().interception, isEnabled: false } });
      if (!off.ok) return off;
      try {
        await interception.remove();
        return off;
      } catch (error) {
        return fail('failed', `It could not be removed: ${wordsOf(error)}.`);
      }
    },
    'interception.setup': () => setup(parts),
  };
}

async function exportCertificate({
  dataFolder,
  window,
}: InterceptionHandlerParts): Promise<ResponseOf<'interception.export'>> {
  const certificate = readCertificate(dataFolder);
  if (certificate === null) return fail('failed', 'There is no certificate yet: switch interception on first.');
  const options = {
    title: 'Save the certificate',
    defaultPath: 'wirelens-ca.pem',
    filters: [{ name: 'PEM certificate', extensions: ['pem', 'crt'] }],
  };
  const parent = window();
  const answer = parent ? await dialog.showSaveDialog(parent, options) : await dialog.showSaveDialog(options);
  if (answer.canceled || !answer.filePath) return fail('cancelled', 'Nothing was saved.');
  try {
    await writeFile(answer.filePath, certificate, { mode: 0o600 });
    return succeed({ where: answer.filePath });
  } catch (error) {
    return fail('failed', `The certificate could not be written: ${wordsOf(error)}.`);
  }
}

async function setup({
  dataFolder,
  environment,
  interception,
  proxy,
  settings,
}: InterceptionHandlerParts): Promise<Result<ProxySetup>> {
  const { url, problem } = proxy.status();
  const { isEnabled } = settings.current().interception;
  // Just switched on: the authority may still be in the making.
  if (isEnabled && interception.current() === null) await interception.follow().catch(() => undefined);
  const current = interception.current();
  if (url === null) return fail('not-listening', problem ?? 'The proxy does not listen yet.');
  if (current === null) return fail('off', 'Interception is switched off.');
  const { token } = settings.current();
  try {
    const full = environmentFor(environment, { mode: 'proxy', url, token, dataFolder }, current);
    const variables = addedVariables(environment, full);
    return succeed({
      variables,
      certificateFile: current.certificateFile,
      bundleFile: full.SSL_CERT_FILE ?? current.certificateFile,
    });
  } catch (error) {
    return fail('failed', `The files that programs must trust could not be written: ${wordsOf(error)}.`);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
