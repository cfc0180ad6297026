/** Where a command writes and what it knows of its surroundings: the process, or a test's stand-in. */
import { once } from 'node:events';

export type Terminal = {
  /** A line on stdout. */
  readonly print: (line: string) => void;
  /** Bytes on stdout; resolves when there is room for more. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** A line on stderr. */
  readonly complain: (line: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** The terminal of this process. A reader that left (`| head`) ends one-shot commands quietly. */
export function processTerminal(): Terminal {
  process.stdout.on('error', ignoreBrokenPipe);
  process.stderr.on('error', ignoreBrokenPipe);
  return {
    print: (line) => {
      process.stdout.write(`${line}\n`);
    },
    write: async (bytes) => {
      if (process.stdout.writable && !process.stdout.write(bytes)) await once(process.stdout, 'drain');
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
