/**
 * Our decoding against what independent SDKs made of the same recorded bytes: native object, text, reasoning, tool calls,
 * usage, finish reason, however the network cut the body. Each deviation below names the fact that explains it.
 */
import { describe, expect, it } from 'vitest';
import {
  type Fixture,
  type FixtureSummary,
  loadFixtures,
  missingFixtures,
  withoutAddedFields,
  withoutPath,
} from '../../tests/support/fixtures.ts';
import type { OracleNotes } from '../../tests/support/oracle-notes.ts';
import { seeded } from '../../tests/support/seeded.ts';
import { type DecodedBody, decodeBody } from '../reconstruct/decode-body.ts';
import { isObject, parseJson } from './json-reading.ts';
import { adapters } from './registry.ts';

const fixtures = loadFixtures(adapters.map((adapter) => adapter.format));

/** Each format's own deviations and checks: `<format>/oracle-notes.oracle.ts`, where there are any. */
const notes = Object.values(
  import.meta.glob<{ readonly oracleNotes: OracleNotes }>('./*/oracle-notes.oracle.ts', { eager: true }),
).map((module) => module.oracleNotes);
const deviations: OracleNotes['deviations'] = Object.assign({}, ...notes.map((note) => note.deviations));

describe.runIf(missingFixtures() !== null)('recorded responses', () => {
  it('are compared only where they are', (context) => context.skip(missingFixtures() ?? ''));
});

describe.runIf(fixtures.length > 0)('recorded responses', () => {
  describe.each(fixtures.map((fixture) => [fixture.meta.id, fixture] as const))('%s', (id, fixture) => {
    const deviation = deviations[id];
    const decoded = decode(fixture);

    it('reads the same one byte at a time and cut at random places', () => {
      const whole = comparable(decoded);
      expect(
        comparable(
          decode(
            fixture,
            fixture.body.map(() => 1),
          ),
        ),
      ).toEqual(whole);
      for (const seed of [1, 2, 3]) expect(comparable(decode(fixture, randomSizes(fixture, seed)))).toEqual(whole);
    });

    if (fixture.expected !== undefined || fixture.partial !== undefined)
      it('gives the native object of the SDK', () => {
        const unreliable = fixture.meta.oracles.expected?.unreliableFields ?? [];
        const paths = [...unreliable, ...(deviation?.native ?? [])];
        const strip = (value: unknown): unknown =>
          paths.reduce((kept, path) => withoutPath(kept, path), withoutAddedFields(value));
        expect(strip(plain(decoded.native))).toEqual(strip(fixture.expected ?? fixture.partial));
      });

    if (fixture.summary !== undefined)
      it('agrees with an SDK of another maker', () => {
        const summary = fixture.summary as FixtureSummary;
        const skipped = new Set<string>(deviation?.summary ?? []);
        const pick = (reading: Reading): Partial<Reading> =>
          Object.fromEntries(Object.entries(reading).filter(([name]) => !skipped.has(name)));
        expect(pick(ourReading(decoded, summary))).toEqual(pick(oracleReading(summary)));
        if (!skipped.has('usage')) compareUsage(decoded, summary, skipped);
      });

    const checkEvents = notes.find((note) => note.format === fixture.meta.api)?.checkEvents;
    if (fixture.events !== undefined && checkEvents !== undefined)
      it('has the events that the SDK parsed', () => checkEvents(decoded, fixture));

    if (fixture.meta.status >= 400)
      it('tells the error of an error status', () => {
        const error = decoded.rich.error;
        expect(error?.status).toBe(fixture.meta.status);
        const { expected, events } = fixture.meta.oracles;
        expect((expected ?? events)?.oracleError?.message).toContain(error?.message);
      });
  });
});

function decode(fixture: Fixture, chunkSizes?: Iterable<number>): DecodedBody {
  const { meta, body, request } = fixture;
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

function randomSizes(fixture: Fixture, seed: number): readonly number[] {
  const random = seeded(seed);
  const sizes: number[] = [];
  for (let sum = 0; sum < fixture.body.length; sum += sizes.at(-1) ?? 0) sizes.push(random.between(1, 90));
  return sizes;
}

/** All but which chunks held what: that is what the cuts change. */
function comparable(decoded: DecodedBody): unknown {
  const { records, rich: _rich, ...rest } = decoded;
  return { ...rest, records: records.map(({ chunkStart: _start, chunkEnd: _end, ...record }) => record) };
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}

type Reading = {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly object[];
  readonly rawFinishReason: string | null;
  readonly responseId: string | null;
  readonly responseModel: string | null;
};

function ourReading(decoded: DecodedBody, summary: FixtureSummary): Reading {
  const choice = decoded.completion.choices[0];
  const isProviderRun = new Set(summary.toolCalls.filter((call) => call.providerExecuted).map((call) => call.id));
  return {
    text: spokenText(decoded),
    reasoning: choice?.reasoning ?? '',
    toolCalls: (choice?.toolCalls ?? []).map((call) =>
      isProviderRun.has(call.id) ? { id: call.id, input: call.input } : { ...call },
    ),
    rawFinishReason: summary.rawFinishReason === undefined ? null : (decoded.rich.choices[0]?.rawFinishReason ?? null),
    responseId: decoded.completion.id,
    responseModel: summary.responseModel ? decoded.completion.model : null,
  };
}

/** The AI SDK puts a refusal, and the summary of a compaction, into the text. */
function spokenText(decoded: DecodedBody): string {
  const blocks = decoded.rich.choices[0]?.blocks ?? [];
  return blocks
    .map((block) => {
      if (block.kind === 'text' || block.kind === 'refusal') return block.text;
      const native = isObject(block.native) ? block.native : {};
      return native.type === 'compaction' && typeof native.content === 'string' ? native.content : '';
    })
    .join('');
}

/** Names of provider-run tools are normalised by the AI SDK, and `type` is added to their input. An empty id is none, and some oracles tell no model. */
function oracleReading(summary: FixtureSummary): Reading {
  return {
    text: summary.text,
    reasoning: summary.reasoning,
    toolCalls: summary.toolCalls.map(({ id, name, input, providerExecuted }) =>
      providerExecuted ? { id, input: withoutType(input) } : { id, name, input: parsedInput(input) },
    ),
    rawFinishReason: summary.rawFinishReason ?? null,
    responseId: summary.responseId || null,
    responseModel: summary.responseModel || null,
  };
}

function withoutType(input: unknown): unknown {
  if (!isObject(input)) return input;
  const { type: _added, ...rest } = input;
  return rest;
}

/** Summaries read off the official SDK (several choices) hold the JSON text; arguments that were cut off are no JSON. */
function parsedInput(input: unknown): unknown {
  const parsed = typeof input === 'string' && input.startsWith('{') ? parseJson(input) : null;
  return parsed?.ok ? parsed.value : input;
}

/** The AI SDK writes 0 where nothing was reported, leaves out counts it has no word for, and forgets usage after an error. */
function compareUsage(decoded: DecodedBody, summary: FixtureSummary, skipped: ReadonlySet<string>): void {
  const ours = decoded.completion.usage as { readonly [name: string]: number | null };
  for (const [name, count] of Object.entries(summary.usage ?? {})) {
    if (skipped.has(name) || count === null) continue;
    expect(ours[name] ?? 0, name).toBe(count);
  }
}
