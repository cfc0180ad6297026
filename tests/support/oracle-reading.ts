/** An answer as an SDK of another maker summarises it, and ours in the same terms: what the oracle test and docs/FORMATS.md compare. */
import { isObject, parseJson } from '../../shared/providers/json-reading.ts';
import type { DecodedBody } from '../../shared/reconstruct/decode-body.ts';
import { type FixtureSummary, withoutAddedFields, withoutPath } from './fixtures.ts';

/** What of an answer two makers' SDKs can be asked for. */
export type Reading = {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly object[];
  readonly rawFinishReason: string | null;
  readonly responseId: string | null;
  readonly responseModel: string | null;
};

/** Our answer in these terms. */
export function ourReading(decoded: DecodedBody, summary: FixtureSummary): Reading {
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
export function oracleReading(summary: FixtureSummary): Reading {
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
export function usageDifferences(
  decoded: DecodedBody,
  summary: FixtureSummary,
  skipped: ReadonlySet<string>,
): readonly string[] {
  const ours = decoded.completion.usage as { readonly [name: string]: number | null };
  return Object.entries(summary.usage ?? {}).flatMap(([name, count]) =>
    skipped.has(name) || count === null || (ours[name] ?? 0) === count
      ? []
      : [`${name}: ${ours[name] ?? 'not reported'}, the oracle has ${count}`],
  );
}

/** The native object, ours or the oracle's, without what the SDK adds and the given paths. */
export function comparableNative(value: unknown, paths: readonly string[]): unknown {
  return paths.reduce((kept, path) => withoutPath(kept, path), withoutAddedFields(plain(value)));
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}
