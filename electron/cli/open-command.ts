/** `wirelens open <id>[#event]`: shows an exchange, or one event of it, in the window, by the same link that others may be given. */
import { spawn } from 'node:child_process';
import { isExchangeLink, readExchangeLink, writeExchangeLink } from '../../shared/links/exchange-link.ts';
import { CliError } from './cli-error.ts';
import { hasDataFolder } from './data-folder-words.ts';
import { findExchange, withQueries } from './stored-exchanges.ts';
import type { Terminal } from './terminal.ts';

export type OpenOptions = { readonly data: string; readonly print?: boolean };

/** `what`: an id or its first characters, with `#<event>` for one event; or a link. */
export async function openCommand(what: string, options: OpenOptions, terminal: Terminal): Promise<void> {
  const link = isExchangeLink(what) ? checkedLink(what) : await linkTo(what, options);
  if (options.print) {
    terminal.print(link);
    return;
  }
  const [program, ...words] = openerOf(link, process.platform, process.versions.electron ? process.execPath : null);
  await startAndLeave(program, words, link);
}

/** The program that opens a link, and its words: ourselves where we are the app, else the system's. */
export function openerOf(
  link: string,
  platform: NodeJS.Platform,
  ownProgram: string | null,
): readonly [program: string, ...words: string[]] {
  if (ownProgram !== null) return [ownProgram, link];
  if (platform === 'darwin') return ['open', link];
  return platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler', link] : ['xdg-open', link];
}

function checkedLink(link: string): string {
  const read = readExchangeLink(link);
  if (!read.ok) throw new CliError(read.error.message);
  return link;
}

async function linkTo(what: string, { data }: OpenOptions): Promise<string> {
  if (!hasDataFolder(data)) throw new CliError(`There is no data folder ${data}.`);
  const [prefix = '', event] = what.split('#', 2);
  if (event !== undefined && !/^\d{1,9}$/.test(event)) throw new CliError(`"${event}" is no number of an event.`);
  const id = await withQueries(data, (queries) => findExchange(queries, prefix));
  return writeExchangeLink({ id, event: event === undefined ? null : Number(event) });
}

/** The opened program lives on without us. */
function startAndLeave(program: string, words: readonly string[], link: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { detached: true, stdio: 'ignore' });
    child.once('error', () =>
      reject(new CliError(`Nothing here opens links (${program} is missing). The link: ${link}`)),
    );
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}
