/** One odd stream read by us and by the provider's own SDK: every field that differs, and what else is wrong with our reading. */
import OpenAI from 'openai';
import type { WireFormat } from '../../../shared/model/wire-format.ts';
import { decodeBody } from '../../../shared/reconstruct/decode-body.ts';
import { repeatDifference } from '../repeat-differential.ts';
import { readResponsesWithOpenai, readWithAnthropic, readWithOpenai, type SdkOutcome } from '../sdk-readers.ts';
import { type Seeded, seeded } from '../seeded.ts';
import { differences } from './differences.ts';
import { oddChatStream } from './odd-chat.ts';
import { writeSse } from './odd-framing.ts';
import { oddGeminiStream } from './odd-gemini.ts';
import { oddMessageStream } from './odd-messages.ts';
import { oddResponsesStream } from './odd-responses.ts';
import type { OddStream } from './odd-stream.ts';
import { twistEvents } from './odd-twist.ts';
import { factOf } from './sdk-facts.ts';

export type OddFormat = {
  readonly format: WireFormat;
  readonly make: (random: Seeded) => OddStream;
  /** Null: the SDK has no final object of its own. */
  readonly readWithSdk: ((answer: { readonly body: string }) => Promise<SdkOutcome>) | null;
};

/** All formats that streams are made for. `Client`: of another release than the installed one. */
export function oddFormats(Client = OpenAI): readonly OddFormat[] {
  return [
    { format: 'openai-chat', make: oddChatStream, readWithSdk: (answer) => readWithOpenai(answer, Client) },
    {
      format: 'openai-responses',
      make: oddResponsesStream,
      readWithSdk: (answer) => readResponsesWithOpenai(answer, Client),
    },
    { format: 'anthropic-messages', make: oddMessageStream, readWithSdk: (answer) => readWithAnthropic(answer) },
    { format: 'gemini-generate', make: oddGeminiStream, readWithSdk: null },
  ];
}

/** Facts that are no fault of a stream: it was cut on purpose, or holds what nobody has heard of. */
const expectedProblems: ReadonlySet<string> = new Set(['truncated', 'unknown-event']);

/** Everything that is wrong with our reading of the stream that `seed` makes; nothing, most of all. */
export async function oddFaults({ format, make, readWithSdk }: OddFormat, seed: number): Promise<readonly string[]> {
  const random = seeded(seed);
  const { events, said } = make(random);
  const body = writeSse(events, random);
  const bytes = Buffer.from(body);
  const decoded = decodeBody({ format, contentType: 'text/event-stream', body: bytes, withLossReport: true });
  const outcome = (await readWithSdk?.({ body })) ?? null;
  const found =
    outcome === null
      ? []
      : outcome.error !== null
        ? [`the SDK refuses it: ${outcome.error.message}`]
        : differences(plain(decoded.native), outcome.final, 'native');
  const faults = found.filter((difference) => factOf(format, difference) === null);
  if (said !== null) faults.push(...differences(plain(decoded.completion.choices), plain(said), 'completion'));
  const problems = decoded.problems.filter(({ kind }) => !expectedProblems.has(kind));
  faults.push(...problems.map(({ kind, message }) => `found ${kind}: ${message}`));
  faults.push(...repeatFaults(format, bytes, seed));
  return faults.map((fault) => `${format}, seed ${seed}: ${fault}`);
}

/** The stream with single places changed, read with and without what knows events again by their bytes. */
export function twistFaults({ format, make }: OddFormat, seed: number): readonly string[] {
  const random = seeded(seed);
  const body = writeSse(twistEvents(make(random).events, random), random);
  return repeatFaults(format, Buffer.from(body), seed).map((fault) => `${format}, twisted, seed ${seed}: ${fault}`);
}

function repeatFaults(format: WireFormat, body: Uint8Array, seed: number): readonly string[] {
  const source = { api: format, framing: 'sse', status: 200, contentType: 'text/event-stream' } as const;
  const difference = repeatDifference(source, body, seeded(seed));
  return difference === null ? [] : [`repeats: ${difference}`];
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null)) as unknown;
}
