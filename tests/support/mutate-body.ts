/** Damages a recorded body as a bad server or network would: bits, cuts, events doubled, swapped and mixed, types swapped. */
import type { Framing } from '../../shared/model/wire-format.ts';
import { encodeFrame } from '../../shared/stream/aws-event-stream-encoder.ts';
import { mutateJson } from './mutate-json.ts';
import type { Seeded } from './seeded.ts';

const preludeBytes = 12;
const checksumBytes = 4;

/** `others`: bodies of the same framing, whose events may get in. Always terminates; the result may be anything. */
export function mutateBody(
  body: Uint8Array,
  framing: Framing,
  others: readonly Uint8Array[],
  random: Seeded,
): Uint8Array {
  const kind = random.next();
  if (kind < 0.15) return flipBits(body, random);
  if (kind < 0.25) return body.subarray(0, random.between(0, body.length));
  let events = splitEvents(body, framing);
  const blows = random.between(1, 4);
  for (let blow = 0; blow < blows; blow += 1) events = mutateEvents(events, framing, others, random);
  return Buffer.concat(events);
}

function flipBits(body: Uint8Array, random: Seeded): Uint8Array {
  const flipped = Uint8Array.from(body);
  for (let count = random.between(1, 12); count > 0 && flipped.length > 0; count -= 1) {
    const at = random.between(0, flipped.length - 1);
    flipped[at] = (flipped[at] as number) ^ (1 << random.between(0, 7));
  }
  return flipped;
}

function mutateEvents(
  events: readonly Uint8Array[],
  framing: Framing,
  others: readonly Uint8Array[],
  random: Seeded,
): readonly Uint8Array[] {
  if (events.length === 0) return events;
  const at = random.between(0, events.length - 1);
  const to = random.between(0, events.length - 1);
  const event = events[at] as Uint8Array;
  const kind = random.next();
  if (kind < 0.1) return events.toSpliced(at, 1);
  if (kind < 0.2) return events.toSpliced(to, 0, event);
  if (kind < 0.3) return events.with(at, events[to] as Uint8Array).with(to, event);
  if (kind < 0.35) return [...events, ...events];
  if (kind < 0.45 && others.length > 0) return interleave(events, splitEvents(random.pick(others), framing));
  return events.with(at, mutateEvent(event, framing, random));
}

function interleave(left: readonly Uint8Array[], right: readonly Uint8Array[]): readonly Uint8Array[] {
  return left.flatMap((event, index) => {
    const other = right[index];
    return other === undefined ? [event] : [event, other];
  });
}

function splitEvents(body: Uint8Array, framing: Framing): readonly Uint8Array[] {
  if (framing === 'aws-eventstream') return splitFrames(body);
  const text = Buffer.from(body).toString('utf8');
  const parts =
    framing === 'sse' ? text.split(/(?<=\r?\n\r?\n)/) : framing === 'ndjson' ? text.split(/(?<=\n)/) : [text];
  return parts.map((part) => Buffer.from(part));
}

function splitFrames(body: Uint8Array): readonly Uint8Array[] {
  const frames: Uint8Array[] = [];
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  for (let at = 0; at + preludeBytes <= body.length; ) {
    const size = Math.max(preludeBytes, view.getUint32(at));
    frames.push(body.subarray(at, at + size));
    at += size;
  }
  return frames;
}

function mutateEvent(event: Uint8Array, framing: Framing, random: Seeded): Uint8Array {
  if (framing === 'aws-eventstream') return mutateFrame(event, random);
  const text = Buffer.from(event).toString('utf8');
  if (framing !== 'sse') return Buffer.from(mutateText(text.trim(), random) + (framing === 'ndjson' ? '\n' : ''));
  return Buffer.from(text.replace(/^data: ?(.*)$/m, (_line, data: string) => `data: ${mutateText(data, random)}`));
}

function mutateText(text: string, random: Seeded): string {
  try {
    return JSON.stringify(mutateJson(JSON.parse(text), random)) ?? '';
  } catch {
    return text.slice(0, random.between(0, text.length));
  }
}

/** The same headers around a damaged payload, with checksums that are right. */
function mutateFrame(frame: Uint8Array, random: Seeded): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const headerEnd = preludeBytes + view.getUint32(4);
  if (headerEnd > frame.length - checksumBytes) return frame;
  const payload = Buffer.from(frame.subarray(headerEnd, frame.length - checksumBytes)).toString('utf8');
  return encodeFrame(frame.subarray(preludeBytes, headerEnd), Buffer.from(mutatePayload(payload, random)));
}

/** InvokeModel's chunks hold the model's JSON as base64. */
function mutatePayload(payload: string, random: Seeded): string {
  const bytes = /"bytes":"([A-Za-z0-9+/=]+)"/.exec(payload)?.[1];
  if (bytes === undefined || random.next() < 0.3) return mutateText(payload, random);
  const inner = mutateText(Buffer.from(bytes, 'base64').toString('utf8'), random);
  return payload.replace(bytes, Buffer.from(inner).toString('base64'));
}
