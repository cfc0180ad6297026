/** A recorded stream as other servers would have written it: whatever is the same in it must come out the same. */
import { type DecodedBody, decodeBody } from '../../../shared/reconstruct/decode-body.ts';
import { type Fixture, withoutAddedFields } from '../fixtures.ts';
import { seeded } from '../seeded.ts';
import { differences } from './differences.ts';
import { writeLines, writeSse } from './odd-framing.ts';
import { recordedEvents, recutEvents } from './odd-recording.ts';

/** Recordings whose events can be written anew. */
export function isRewritable({ meta }: Fixture): boolean {
  return meta.status < 400 && (meta.framing === 'sse' || meta.framing === 'ndjson');
}

/** Spelled otherwise (spaces, escapes, order of fields, line ends, comments): the same final object, completion and end. */
export function respellFaults(fixture: Fixture, seed: number): readonly string[] {
  const random = seeded(seed);
  const write = fixture.meta.framing === 'sse' ? writeSse : writeLines;
  const [before, after] = [decode(fixture, fixture.body), decode(fixture, write(recordedEvents(fixture), random))];
  return told(fixture, seed, [
    ...differences(plain(after.native), plain(before.native), 'native'),
    ...differences(plain(after.completion), plain(before.completion), 'completion'),
    ...differences(after.end, before.end, 'end'),
  ]);
}

/** The same texts in other pieces: the same completion. */
export function recutFaults(fixture: Fixture, seed: number): readonly string[] {
  const random = seeded(seed);
  const write = fixture.meta.framing === 'sse' ? writeSse : writeLines;
  const recut = recutEvents(recordedEvents(fixture), random);
  const [before, after] = [decode(fixture, fixture.body), decode(fixture, write(recut, random))];
  return told(fixture, seed, differences(plain(after.completion), plain(before.completion), 'completion'));
}

function decode({ meta, request }: Fixture, body: Uint8Array | string): DecodedBody {
  return decodeBody({
    format: meta.api,
    framing: meta.framing,
    contentType: meta.contentType,
    requestBody: request ?? null,
    body: typeof body === 'string' ? Buffer.from(body) : body,
  });
}

function plain(value: unknown): unknown {
  return withoutAddedFields(JSON.parse(JSON.stringify(value ?? null)));
}

function told({ meta }: Fixture, seed: number, found: readonly string[]): readonly string[] {
  return found.map((difference) => `${meta.id}, seed ${seed}: ${difference}`);
}
