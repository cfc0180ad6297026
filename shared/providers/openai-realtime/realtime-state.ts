/** What is known of a Realtime session: the format of its sound, the blocks that were heard, the counts of its answers. */
import type { UsageReport } from '../../model/usage.ts';
import { asNumber, asObject, asText, type JsonObject } from '../json-reading.ts';
import type { ErrorFacts } from '../provider-error.ts';

export type RealtimeState = {
  readonly facts: ErrorFacts;
  /** Media type of the sound that the model makes. */
  readonly audioType: string;
  /** Keys of blocks that were begun; only grows. */
  readonly begun: Set<string>;
  /** Keys of blocks by their item, to be ended with it. */
  readonly byItem: Map<string, string[]>;
  readonly usage: Totals;
  /** Characters of sound that went into the completion. */
  readonly mediaCharacters: number;
};

type Totals = { readonly input: number; readonly output: number; readonly cached: number; readonly total: number };

const pcm = 'audio/pcm;rate=24000';

/** Before the first event. The API's own default is 16-bit PCM at 24 kHz. */
export function emptySession(facts: ErrorFacts): RealtimeState {
  const usage = { input: 0, output: 0, cached: 0, total: 0 };
  return { facts, audioType: pcm, begun: new Set(), byItem: new Map(), usage, mediaCharacters: 0 };
}

/** The state with the session's format for sound: `audio.output.format` of GA, `output_audio_format` of the beta. */
export function withSession(state: RealtimeState, session: JsonObject): RealtimeState {
  const format = asObject(asObject(asObject(session.audio)?.output)?.format);
  const name = asText(format?.type) ?? asText(session.output_audio_format);
  return name === null ? state : { ...state, audioType: mediaTypeOf(name, asNumber(format?.rate)) };
}

function mediaTypeOf(name: string, rate: number | null): string {
  if (name === 'g711_ulaw' || name === 'audio/pcmu') return 'audio/pcmu';
  if (name === 'g711_alaw' || name === 'audio/pcma') return 'audio/pcma';
  return rate === null ? pcm : `audio/pcm;rate=${rate}`;
}

/** Each answer reports its own counts; the session's are their sum. */
export function addUsage(
  state: RealtimeState,
  usage: JsonObject,
): { readonly state: RealtimeState; readonly report: UsageReport } {
  const count = (value: unknown): number => asNumber(value) ?? 0;
  const before = state.usage;
  const total = {
    input: before.input + count(usage.input_tokens),
    output: before.output + count(usage.output_tokens),
    cached: before.cached + count(asObject(usage.input_token_details)?.cached_tokens),
    total: before.total + count(usage.total_tokens),
  };
  const report = {
    inputTokens: total.input,
    outputTokens: total.output,
    cacheReadTokens: total.cached,
    totalTokens: total.total,
  };
  return { state: { ...state, usage: total }, report };
}

/** How usage comes out of these counts, for people. */
export const usageFormula = {
  inputTokens: 'sum of input_tokens over all answers',
  outputTokens: 'sum of output_tokens over all answers',
  cacheReadTokens: 'sum of input_token_details.cached_tokens (part of input_tokens)',
  totalTokens: 'sum of total_tokens over all answers',
} as const;
