/** Looks at what a client sends first on a connection it believes to be through, without taking it away. */
import type { Socket } from 'node:net';
import { readClientHello, tlsHandshake } from './client-hello.ts';

/** How a client begins. `serverName` null: TLS that names no host, or is none on a closer look. */
export type Beginning =
  | { readonly kind: 'tls'; readonly serverName: string | null }
  | { readonly kind: 'http' }
  | { readonly kind: 'other' }
  /** The client ended its side before that could be told; `hasSpoken`: in the middle of a TLS hello. */
  | { readonly kind: 'left'; readonly hasSpoken: boolean };

/**
 * Waits for the beginning; the bytes are put back before `decide` is called, once.
 * @returns stops waiting, with what has come put back
 */
export function onBeginning(socket: Socket, decide: (beginning: Beginning) => void): () => void {
  let seen: Buffer = Buffer.alloc(0);
  const stop = (): void => {
    socket.off('readable', look).off('end', leave).off('close', leave);
    if (seen.length > 0 && !socket.readableEnded && !socket.destroyed) socket.unshift(seen);
    seen = Buffer.alloc(0);
  };
  const finish = (beginning: Beginning): void => {
    stop();
    decide(beginning);
  };
  const look = (): void => {
    for (let part: Buffer | null = socket.read(); part !== null; part = socket.read()) {
      seen = seen.length === 0 ? part : Buffer.concat([seen, part]);
    }
    const beginning = beginningOf(seen);
    if (beginning !== null) finish(beginning);
  };
  const leave = (): void => {
    finish({ kind: 'left', hasSpoken: seen.length > 0 });
  };
  socket.on('readable', look).on('end', leave).on('close', leave);
  look();
  return stop;
}

function beginningOf(bytes: Buffer): Beginning | null {
  const first = bytes[0];
  if (first === undefined) return null;
  if (first !== tlsHandshake) return isMethodStart(first) ? { kind: 'http' } : { kind: 'other' };
  const hello = readClientHello(bytes);
  if (hello === 'more') return null;
  // What is no hello after all is left to whoever speaks TLS with it, who can say what is wrong.
  return { kind: 'tls', serverName: hello === 'no-hello' ? null : hello.serverName };
}

function isMethodStart(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}
