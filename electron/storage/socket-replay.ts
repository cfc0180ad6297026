/** The recorded chunks of a WebSocket's two directions as one sequence, in the order in which they came off the sockets. */
import type { BodyDirection } from '../../shared/ipc/bodies.ts';
import type { ExchangeReader } from './exchange-reader.ts';
import { readStoredChunks, type StoredPiece } from './stored-bodies.ts';

export type SocketPiece = StoredPiece & { readonly direction: Extract<BodyDirection, 'request' | 'response'> };

/** By time, which is strictly rising within one connection (see socket-clock.ts); one segment of each in memory. */
export function* readSocketChunks(reader: ExchangeReader, number: number): Generator<SocketPiece> {
  const requests = readStoredChunks(reader, number, 'request');
  const responses = readStoredChunks(reader, number, 'response');
  let request = requests.next();
  let response = responses.next();
  while (request.done !== true || response.done !== true) {
    const isRequest =
      response.done === true ||
      (request.done !== true && request.value.chunk.receivedAt <= response.value.chunk.receivedAt);
    if (isRequest) {
      yield { ...(request.value as StoredPiece), direction: 'request' };
      request = requests.next();
    } else {
      yield { ...(response.value as StoredPiece), direction: 'response' };
      response = responses.next();
    }
  }
}
