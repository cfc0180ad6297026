/** One recorded response decoded as the network might have cut it. */
import { type DecodedBody, decodeBody } from '../../shared/reconstruct/decode-body.ts';
import type { Fixture } from './fixtures.ts';
import { seeded } from './seeded.ts';

/** In one piece without `chunkSizes` (bytes each). */
export function decodeCut({ meta, body, request }: Fixture, chunkSizes?: Iterable<number>): DecodedBody {
  return decodeBody({
    format: meta.api,
    framing: meta.framing,
    status: meta.status,
    contentType: meta.contentType,
    header: (name) => meta.responseHeaders?.[name] ?? null,
    requestBody: request ?? null,
    body,
    ...(chunkSizes === undefined ? {} : { chunkSizes: [...chunkSizes] }),
  });
}

/** Pieces of 1 to 90 bytes, the same for the same seed. */
export function randomSizes(fixture: Fixture, seed: number): readonly number[] {
  const random = seeded(seed);
  const sizes: number[] = [];
  for (let sum = 0; sum < fixture.body.length; sum += sizes.at(-1) ?? 0) sizes.push(random.between(1, 90));
  return sizes;
}

/** All but which chunks held what: that is what the cuts change. */
export function comparable(decoded: DecodedBody): unknown {
  const { records, rich: _rich, ...rest } = decoded;
  return { ...rest, records: records.map(({ chunkStart: _start, chunkEnd: _end, ...record }) => record) };
}
