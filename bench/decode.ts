/** Decoding by itself, no proxy and no disk: how bytes become events and a completion, and JSON.parse of the same events. */
import type { WireFormat } from '../shared/model/wire-format.ts';
import { createResponseReader } from '../shared/reconstruct/response-reader.ts';
import { recordedTexts, sseRecordings } from './decode-recordings.ts';
import { jsonTexts, type StreamKind, streamKinds } from './support/recorded-like.ts';

/** What is decoded: a made-up stream of one kind and so many events, or all recordings, one after the other. */
export type DecodeSubject = { readonly kind: string; readonly events: number } | 'recordings';

/** `units`: events of a made-up stream, bytes of the recordings; it is read until there are so many. 0 only prepares. */
export type DecodeTask = {
  readonly work: 'decode' | 'parse';
  readonly subject: DecodeSubject;
  readonly units: number;
};

type Body = { readonly format: WireFormat; readonly contentType: string | null; readonly body: Uint8Array };

const chunkBytes = 16 * 1024;

/** Reads the subject once; gives how many units that were. */
export function decodedUnits(subject: DecodeSubject): () => number {
  if (subject !== 'recordings') {
    const kind = kindOf(subject.kind);
    const stream = { ...kind, body: new TextEncoder().encode(kind.body(subject.events)) };
    return () => readOne(stream);
  }
  const recordings = sseRecordings();
  return () => {
    for (const recording of recordings) readOne(recording);
    return sizeOf(recordings);
  };
}

/** Parses the JSON of the subject's events, already framed and decoded: whoever parses every event can't be faster. */
export function parsedUnits(subject: DecodeSubject): () => number {
  const isRecorded = subject === 'recordings';
  const texts = isRecorded ? recordedTexts() : jsonTexts(kindOf(subject.kind).body(subject.events));
  const units = isRecorded ? sizeOf(sseRecordings()) : texts.length;
  return () => {
    for (const text of texts) JSON.parse(text);
    return units;
  };
}

function kindOf(name: string): StreamKind {
  const kind = streamKinds.find((other) => other.name === name);
  if (kind === undefined) throw new Error(`no kind of stream is named ${name}`);
  return kind;
}

function sizeOf(bodies: readonly Body[]): number {
  return bodies.reduce((sum, { body }) => sum + body.length, 0);
}

/** Gives the events. */
function readOne({ format, contentType, body }: Body): number {
  const reader = createResponseReader({
    format,
    request: { body: null },
    response: { status: 200, mediaType: contentType?.split(';')[0] ?? null, header: () => null },
  });
  for (let at = 0, index = 0; at < body.length; at += chunkBytes, index += 1) {
    reader.feed({ index, receivedAt: index, bytes: body.subarray(at, at + chunkBytes) });
  }
  reader.end(false);
  return reader.tally().total;
}
