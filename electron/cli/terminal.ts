/** Where a command writes and what it knows of its surroundings: the process, or a test's stand-in. */
import { once } from 'node:events';
import { createTerminalFilter, safeForTerminal } from './safe-text.ts';

export type Terminal = {
  /** A line on stdout. */
  readonly print: (line: string) => void;
  /** Bytes on stdout; resolves when there is room for more, rejects with ReaderLeftError when nobody reads any more. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** A line on stderr. */
  readonly complain: (line: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** The other end of the pipe is closed (`| head`): no failure, only nothing more to do. */
export class ReaderLeftError extends Error {
  override readonly name = 'ReaderLeftError';
}

/** The terminal of this process. `serve` goes on capturing when the reader of its lines leaves. */
export function processTerminal(): Terminal {
  let hasReaderLeft = false;
  // Only what is looked at is made safe: pipes and files get the very bytes.
  const filter = process.stdout.isTTY ? createTerminalFilter() : (bytes: Uint8Array) => bytes;
  const asShown = process.stdout.isTTY ? safeForTerminal : (line: string) => line;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    ignoreBrokenPipe(error);
    hasReaderLeft = true;
  });
  process.stderr.on('error', ignoreBrokenPipe);
  return {
    print: (line) => {
      process.stdout.write(`${asShown(line)}\n`);
    },
    write: async (bytes) => {
      if (hasReaderLeft) throw new ReaderLeftError();
      if (process.stdout.write(filter(bytes))) return;
      // `error` makes `once` reject: the pipe broke while it was full.
      await once(process.stdout, 'drain').catch(() => {
        throw new ReaderLeftError();
      });
    },
    complain: (line) => {
      process.stderr.write(`${safeForTerminal(line)}\n`);
    },
    environment: process.env,
  };
}

function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
