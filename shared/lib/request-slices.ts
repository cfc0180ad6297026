/**
 * A request's reading cut into pieces of JSON text: 5 MB of messages cross to the window as strings, which costs a tenth
 * of objects, and are parsed there a piece at a time. Pure.
 */
import type { RequestMessage, RequestReading } from '../model/request-reading.ts';

export type RequestSlices = {
  /** The reading without its messages; null: the body is no conversation. */
  readonly head: RequestReading | null;
  /** JSON arrays of messages, in order. A long message is a piece of its own. */
  readonly pieces: readonly string[];
};

const enoughCharacters = 200_000;

export function sliceReading(reading: RequestReading | null): RequestSlices {
  if (reading === null) return { head: null, pieces: [] };
  const pieces: string[] = [];
  let open: string[] = [];
  let characters = 0;
  const close = (): void => {
    if (open.length > 0) pieces.push(`[${open.join(',')}]`);
    open = [];
    characters = 0;
  };
  for (const message of reading.messages) {
    const text = JSON.stringify(message);
    open.push(text);
    characters += text.length;
    if (characters >= enoughCharacters) close();
  }
  close();
  return { head: { ...reading, messages: [] }, pieces };
}

/** The messages of a piece. */
export function readPiece(piece: string): readonly RequestMessage[] {
  return JSON.parse(piece) as readonly RequestMessage[];
}
