/** One odd stream read by us and by the provider's own SDK: every field that differs, and what else is wrong with our reading. */
import OpenAI from 'openai';
import type { Framing, WireFormat } from '../../../shared/model/wire-format.ts';
import { type DecodedBody, decodeBody } from '../../../shared/reconstruct/decode-body.ts';
import { repeatDifference } from '../repeat-differential.ts';
import { readResponsesWithOpenai, readWithAnthropic, readWithOpenai, type SdkOutcome } from '../sdk-readers.ts';
import { type Seeded, seeded } from '../seeded.ts';
import { differences } from './differences.ts';
import { oddChatStream } from './odd-chat.ts';
import { oddCohereStream } from './odd-cohere.ts';
import { oddConverseStream, writeFrames } from './odd-converse.ts';
import { type OddEvent, writeLines, writeSse } from './odd-framing.ts';
import { oddGeminiStream } from './odd-gemini.ts';
import { oddMessageStream } from './odd-messages.ts';
import { oddMistralStream } from './odd-mistral.ts';
import { oddOllamaChat, oddOllamaText } from './odd-ollama.ts';
import { oddResponsesStream } from './odd-responses.ts';
import type { OddStream } from './odd-stream.ts';
import { twistEvents } from './odd-twist.ts';
import { factOf } from './sdk-facts.ts';

export type OddFormat = {
  readonly format: WireFormat;
  readonly make: (random: Seeded) => OddStream;
  /** Absent: the SDK has no final object of its own. */
  readonly readWithSdk?: (answer: { readonly body: string }) => Promise<SdkOutcome>;
  /** Server-sent events, where nothing is said. */
  readonly framing?: OddFraming;
};

type OddFraming = {
  readonly framing: Framing;
  readonly contentType: string;
  readonly write: (events: readonly OddEvent[], random: Seeded) => string | Uint8Array;
};

const events: OddFraming = { framing: 'sse', contentType: 'text/event-stream', write: writeSse };
const lines: OddFraming = { framing: 'ndjson', contentType: 'application/x-ndjson', write: writeLines };
const frames: OddFraming = {
  framing: 'aws-eventstream',
  contentType: 'application/vnd.amazon.eventstream',
  write: writeFrames,
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
    { format: 'gemini-generate', make: oddGeminiStream },
    { format: 'mistral-chat', make: oddMistralStream },
    { format: 'cohere-v2', make: oddCohereStream },
    { format: 'ollama-chat', make: oddOllamaChat, framing: lines },
    { format: 'ollama-generate', make: oddOllamaText, framing: lines },
    { format: 'bedrock-converse', make: oddConverseStream, framing: frames },
  ];
}

/** Facts that are no fault of a stream: it was cut on purpose, or holds what nobody has heard of. */
const expectedProblems: ReadonlySet<string> = new Set(['truncated', 'unknown-event']);

/** Everything that is wrong with our reading of the stream that `seed` makes; nothing, most of all. */
export async function oddFaults(of: OddFormat, seed: number): Promise<readonly string[]> {
  const { format, make, readWithSdk, framing = events } = of;
  const random = seeded(seed);
  const stream = make(random);
  const body = Buffer.from(framing.write(stream.events, random));
  const { contentType } = framing;
  const decoded = decodeBody({ format, framing: framing.framing, contentType, body, withLossReport: true });
  const outcome = (await readWithSdk?.({ body: body.toString('utf8') })) ?? null;
  const faults = sdkDifferences(decoded, outcome).filter((difference) => factOf(format, difference) === null);
  if (stream.said !== null)
    faults.push(...differences(plain(decoded.completion.choices), plain(stream.said), 'completion'));
  const problems = decoded.problems.filter(({ kind }) => !expectedProblems.has(kind));
  faults.push(...problems.map(({ kind, message }) => `found ${kind}: ${message}`));
  faults.push(...repeatFaults(of, body, seed));
  return faults.map((fault) => `${format}, seed ${seed}: ${fault}`);
}

function sdkDifferences(decoded: DecodedBody, outcome: SdkOutcome | null): string[] {
  if (outcome === null) return [];
  if (outcome.error !== null) return [`the SDK refuses it: ${outcome.error.message}`];
  return [...differences(plain(decoded.native), outcome.final, 'native')];
}

/** The stream with single places changed, read with and without what knows events again by their bytes. */
export function twistFaults(of: OddFormat, seed: number): readonly string[] {
  const random = seeded(seed);
  const body = (of.framing ?? events).write(twistEvents(of.make(random).events, random), random);
  return repeatFaults(of, Buffer.from(body), seed).map((fault) => `${of.format}, twisted, seed ${seed}: ${fault}`);
}

function repeatFaults({ format, framing = events }: OddFormat, body: Uint8Array, seed: number): readonly string[] {
  const source = { api: format, framing: framing.framing, status: 200, contentType: framing.contentType };
  const difference = repeatDifference(source, body, seeded(seed));
  return difference === null ? [] : [`repeats: ${difference}`];
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null)) as unknown;
}
