/** `wirelens serve`: the proxy and its capture without a window, until a signal. */
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import { exchangeLine } from './exchange-line.ts';
import { type Serving, type ServingOptions, startServing } from './serving.ts';
import type { Terminal } from './terminal.ts';

export type ServeOptions = ServingOptions & { readonly json?: boolean };

/** Resolves after a signal, when everything is written. Fails with CliError when it cannot listen. */
export async function serveCommand(options: ServeOptions, terminal: Terminal): Promise<void> {
  const stopped = waitForSignal();
  const serving = await startServing(
    options,
    {
      isWhole: false,
      defaultPort: (settings) => settings.port,
      // In one go: under load a line each would be a system call each.
      onExchangesEnd: (texts) => terminal.print(texts.map(options.json ? jsonLine : readableLine).join('\n')),
    },
    terminal,
  );
  announce(serving, options, terminal);
  await stopped;
  await serving.dispose();
}

function jsonLine(text: string): string {
  return `{"event":"exchange-end",${text.slice(1)}`;
}

function readableLine(text: string): string {
  return exchangeLine(JSON.parse(text) as ExchangeSummary);
}

function announce(serving: Serving, options: ServeOptions, terminal: Terminal): void {
  const { url, port } = serving.listening;
  const ca = serving.interception?.certificateFile ?? null;
  // A token that the user set is known to them: only a new one is told.
  const newToken = serving.isTokenNew ? serving.token : null;
  if (options.json) {
    const secret = newToken === null ? {} : { token: newToken };
    terminal.print(JSON.stringify({ event: 'listening', port, url, pid: process.pid, ca, ...secret }));
    return;
  }
  terminal.print(`Listening on ${url}, capturing into ${options.data}`);
  terminal.print(`Base URLs: ${url}/openai/v1, ${url}/anthropic, ${url}/<upstream>/... (Ctrl+C ends)`);
  if (ca !== null) terminal.print(`As a proxy: HTTPS_PROXY=${url}, for programs that trust ${ca}`);
  if (newToken !== null) {
    terminal.print(`Every client must send the header x-wirelens-token: ${newToken}`);
    terminal.print(`As a proxy it is the password: http://wirelens:${newToken}@...`);
  }
}

/** The first signal asks to finish; a second one ends at once. */
function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    let count = 0;
    const stop = (signal: NodeJS.Signals): void => {
      count += 1;
      if (count > 1) process.exit(signal === 'SIGINT' ? 130 : 143);
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
}
