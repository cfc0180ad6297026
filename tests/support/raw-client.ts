/** A client that is a bare socket: sends the bytes of the test, keeps what comes back and when. */
import net from 'node:net';

export type RawClient = {
  readonly socket: net.Socket;
  readonly write: (text: string | Uint8Array) => void;
  /** Everything received so far, as Latin-1 text. */
  readonly text: () => string;
  /** Arrival times (performance.now) of the chunks so far. */
  readonly times: () => readonly number[];
  /** Resolves once the text received so far contains `part`. */
  readonly waitFor: (part: string) => Promise<string>;
  /** Resolves when the connection has ended, with how. */
  readonly closed: Promise<{ readonly text: string; readonly error: string | null; readonly at: number }>;
};

export async function connectRaw(port: number, options: { readonly allowHalfOpen?: boolean } = {}): Promise<RawClient> {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true, ...options });
  const chunks: Buffer[] = [];
  const times: number[] = [];
  const checks = new Set<() => void>();
  let error: string | null = null;
  const text = (): string => Buffer.concat(chunks).toString('latin1');
  socket.on('data', (chunk) => {
    times.push(performance.now());
    chunks.push(chunk);
    for (const check of checks) check();
  });
  socket.on('error', (fault: NodeJS.ErrnoException) => {
    error = fault.code ?? fault.message;
  });
  const closed = new Promise<{ text: string; error: string | null; at: number }>((resolve) => {
    socket.once('close', () => resolve({ text: text(), error, at: performance.now() }));
  });
  const waitFor = (part: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (!text().includes(part)) return;
        checks.delete(check);
        resolve(text());
      };
      checks.add(check);
      check();
      void closed.then((end) =>
        reject(new Error(`closed (${end.error}) before ${part}; got ${JSON.stringify(end.text)}`)),
      );
    });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return { socket, write: (data) => socket.write(data), text, times: () => times, waitFor, closed };
}

/** The header lines of a raw HTTP head, without the first line. */
export function headerLines(text: string): string[] {
  const head = text.slice(0, text.indexOf('\r\n\r\n'));
  return head.split('\r\n').slice(1);
}
