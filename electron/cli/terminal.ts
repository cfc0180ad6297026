/** Where a command writes and what it knows of its surroundings: the process, or a test's stand-in. */
import { once } from 'node:events';

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
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    ignoreBrokenPipe(error);
    hasReaderLeft = true;
  });
  process.stderr.on('error', ignoreBrokenPipe);
  return {
    print: (line) => {
      process.stdout.write(`${line}\n`);
    },
    write: async (bytes) => {
      if (hasReaderLeft) throw new ReaderLeftError();
      if (process.stdout.write(bytes)) return;
      // `error` makes `once` reject: the pipe broke while it was full.
      await once(process.stdout, 'drain').catch(() => {
        throw new ReaderLeftError();
      });
    },
    complain: (line) => {
      process.stderr.write(`${line}\n`);
    },
    environment: process.env,
  };
}

function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
