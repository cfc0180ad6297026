/** One recorded response, damaged by a seed and read: whatever comes in, reading it must end in time and without a fault. */
import { type DecodedBody, decodeBody } from '../../shared/reconstruct/decode-body.ts';
import { decodeFixture } from './decode-fixture.ts';
import type { Fixture } from './fixtures.ts';
import { mutateBody } from './mutate-body.ts';
import { type Seeded, seeded } from './seeded.ts';

/** A body of a few hundred kilobytes takes some ten milliseconds: more than this is no accident of a busy machine. */
const maxMilliseconds = 5000;

/** What went wrong, in words; null when nothing did. */
export function faultOf(fixture: Fixture, others: readonly Fixture[], seed: number): string | null {
  const random = seeded(seed);
  const bodies = others.filter((other) => other.meta.framing === fixture.meta.framing).map((other) => other.body);
  const body = mutateBody(fixture.body, fixture.meta.framing, bodies, random);
  const startedAt = performance.now();
  const fault = readingFault(fixture, body, random);
  const took = performance.now() - startedAt;
  if (fault !== null) return `${fixture.meta.id}, seed ${seed}: ${fault}`;
  return took > maxMilliseconds ? `${fixture.meta.id}, seed ${seed}: took ${Math.round(took)} ms` : null;
}

function readingFault(fixture: Fixture, body: Uint8Array, random: Seeded): string | null {
  try {
    const decoded = decodeFixture(fixture, body);
    const fault = decoded.problems.find((problem) => problem.kind === 'adapter-fault');
    if (fault !== undefined) return fault.message;
    const { total, used, ignored, unknown, malformed } = decoded.events;
    if (used + ignored + unknown + malformed !== total) return 'the tally does not add up';
    const whole = plainText(decoded);
    const isCut = random.next() < 0.2 && body.length < 200_000;
    return isCut && plainText(decodeCut(fixture, body, random)) !== whole ? 'reads otherwise when cut' : null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** Everything that does not tell how the network cut the body; writing it out also shows that it can be. */
function plainText({ native, completion, problems, loss, records, framing, end }: DecodedBody): string {
  const events = records.map(({ chunkStart: _start, chunkEnd: _end, ...record }) => record);
  return JSON.stringify({ native, completion, problems, loss, events, framing, end });
}

function decodeCut({ meta, request }: Fixture, body: Uint8Array, random: Seeded): DecodedBody {
  const chunkSizes: number[] = [];
  for (let sum = 0; sum < body.length; sum += chunkSizes.at(-1) ?? 1) chunkSizes.push(random.between(1, 400));
  return decodeBody({
    format: meta.api,
    framing: meta.framing,
    status: meta.status,
    contentType: meta.contentType,
    header: (name) => meta.responseHeaders?.[name] ?? null,
    requestBody: request ?? null,
    body,
    chunkSizes,
    withLossReport: true,
  });
}
