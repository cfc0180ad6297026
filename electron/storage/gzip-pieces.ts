/** Pieces compressed on their way to the next taker, at the taker's pace: gzip, as any tool unpacks it. */
import { createGzip } from 'node:zlib';
import type { PieceJoiner } from './export-stream.ts';

/** Compresses everything that is added, into `target`. */
export function gzipPieces(target: PieceJoiner): PieceJoiner {
  const gzip = createGzip();
  const waiting: Uint8Array[] = [];
  let failure: Error | null = null;
  gzip.on('data', (bytes: Buffer) => waiting.push(bytes));
  gzip.on('error', (error) => {
    failure = error;
  });
  const passOn = async (): Promise<void> => {
    if (failure !== null) throw failure;
    for (const bytes of waiting.splice(0)) await target.add(bytes);
  };
  return {
    add: async (piece) => {
      await new Promise<void>((resolve, reject) => gzip.write(piece, (error) => (error ? reject(error) : resolve())));
      await passOn();
    },
    end: async () => {
      const ended = new Promise<void>((resolve, reject) => gzip.once('end', resolve).once('error', reject));
      gzip.end();
      await ended;
      await passOn();
      return target.end();
    },
  };
}
