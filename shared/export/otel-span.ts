/**
 * An exchange as an OpenTelemetry span in the words of the GenAI semantic conventions (status: development; the revision
 * is stamped as the schema URL). Content is left out unless it is asked for, as the conventions demand.
 * @see https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/client-inference.md
 */
import type { ExchangeDetail, ExchangeSummary } from '../model/exchange.ts';
import { headerValue } from '../model/headers.ts';
import type { RequestReading } from '../model/request-reading.ts';
import type { WireFormat } from '../model/wire-format.ts';
import type { ExportedExchange } from './exported-exchange.ts';
import { contentAttributes } from './otel-messages.ts';
import { requestUrl } from './request-url.ts';

/** `model/manifest.yaml` of semantic-conventions-genai, read 2026-11: there is no stable release yet. */
export const genAiSchemaUrl = 'https://opentelemetry.io/schemas/gen-ai-dev/1.42.0-dev';

export type AttributeValue =
  | string
  | boolean
  | readonly string[]
  | { readonly int: number }
  | { readonly double: number };

export type OtelSpan = {
  /** 32 and 16 hex digits. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly attributes: readonly (readonly [string, AttributeValue])[];
  /** What went wrong, in words; null: nothing. */
  readonly error: string | null;
  /** The program that asked. */
  readonly service: string;
};

const operations: Partial<Readonly<Record<WireFormat, string>>> = {
  'openai-chat': 'chat',
  'openai-completions': 'text_completion',
  'openai-responses': 'chat',
  'anthropic-messages': 'chat',
  'gemini-generate': 'generate_content',
  'gemini-interactions': 'generate_content',
  'ollama-chat': 'chat',
  'ollama-generate': 'text_completion',
  'cohere-v1': 'chat',
  'cohere-v2': 'chat',
  'mistral-chat': 'chat',
  'bedrock-converse': 'chat',
  'bedrock-invoke': 'chat',
  'openai-realtime': 'chat',
  'gemini-live': 'generate_content',
  embeddings: 'embeddings',
};

/** Hosts that the conventions have a name for, first match wins. */
const providersByHost: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)openai\.azure\.com$/, 'azure.ai.openai'],
  [/(^|\.)services\.ai\.azure\.com$/, 'azure.ai.inference'],
  [/(^|\.)openai\.com$/, 'openai'],
  [/(^|\.)anthropic\.com$/, 'anthropic'],
  [/^generativelanguage\.googleapis\.com$/, 'gcp.gemini'],
  [/aiplatform\.googleapis\.com$/, 'gcp.vertex_ai'],
  [/\.amazonaws\.com$/, 'aws.bedrock'],
  [/(^|\.)mistral\.ai$/, 'mistral_ai'],
  [/(^|\.)cohere\.(ai|com)$/, 'cohere'],
  [/(^|\.)groq\.com$/, 'groq'],
  [/(^|\.)deepseek\.com$/, 'deepseek'],
  [/(^|\.)perplexity\.ai$/, 'perplexity'],
  [/(^|\.)x\.ai$/, 'x_ai'],
];

/** Whoever speaks a format without a host that we know: the flavour of the telemetry is the format's. */
const providersByFormat: readonly (readonly [RegExp, string])[] = [
  [/^openai-/, 'openai'],
  [/^anthropic-/, 'anthropic'],
  [/^gemini-/, 'gcp.gemini'],
  [/^bedrock-/, 'aws.bedrock'],
  [/^cohere-/, 'cohere'],
  [/^mistral-/, 'mistral_ai'],
  [/^ollama-/, 'ollama'],
];

/** Null for what is no inference (lists of models, batches, unknown APIs) and for a connection whose turns are spans. */
export function otelSpan(exchange: ExportedExchange, withContent: boolean): OtelSpan | null {
  const { detail, reading, completion } = exchange;
  const { summary, start } = detail;
  const operation = operations[summary.format];
  if (operation === undefined || (summary.isWebSocket && summary.turnOf === undefined)) return null;
  // A client that looks whether somebody is there (Claude Code: HEAD /) asks for no inference.
  if (summary.turnOf === undefined && !summary.isWebSocket && start.method !== 'POST') return null;
  const server = serverOf(requestUrl(detail));
  const model = reading?.model ?? summary.model;
  const error = errorOf(summary);
  return {
    ...traceContext(detail),
    name: model === null ? operation : `${operation} ${model}`,
    startedAt: start.startedAt,
    endedAt: detail.endFacts?.endedAt ?? summary.endedAt ?? start.startedAt,
    attributes: known([
      ['gen_ai.operation.name', operation],
      ['gen_ai.provider.name', providerOf(server.address, summary)],
      ['server.address', server.address],
      ['server.port', integer(server.port)],
      ...requestAttributes(reading, model, summary),
      ['gen_ai.response.id', completion.id],
      ['gen_ai.response.model', completion.model],
      ['gen_ai.response.finish_reasons', finishReasons(exchange)],
      ['gen_ai.response.time_to_first_chunk', firstChunk(summary)],
      ...usageAttributes(summary),
      ['http.request.method', start.method],
      ['http.response.status_code', integer(summary.status)],
      ['user_agent.original', start.client.userAgent],
      ['error.type', error?.type ?? null],
      ['wirelens.exchange.id', summary.id],
      ...(withContent ? contentAttributes(exchange) : []),
    ]),
    error: error?.message ?? null,
    service: start.client.program ?? 'unknown_service',
  };
}

type MaybeAttribute = readonly [string, AttributeValue | null];

function known(attributes: readonly MaybeAttribute[]): OtelSpan['attributes'] {
  return attributes.filter((entry): entry is readonly [string, AttributeValue] => entry[1] !== null);
}

const integer = (value: unknown): AttributeValue | null =>
  typeof value === 'number' && Number.isSafeInteger(value) ? { int: value } : null;
const double = (value: unknown): AttributeValue | null =>
  typeof value === 'number' && Number.isFinite(value) ? { double: value } : null;

/** Parameters by the names that the formats give them; nested ones (Gemini, Ollama) by their last part. */
function requestAttributes(
  reading: RequestReading | null,
  model: string | null,
  summary: ExchangeSummary,
): readonly MaybeAttribute[] {
  const values = flatParameters(reading?.parameters ?? []);
  const first = (...names: readonly string[]): unknown =>
    names.map((name) => values.get(name)).find((v) => v !== undefined);
  const stops = first('stop', 'stop_sequences', 'stopSequences');
  const choices = first('n', 'candidateCount');
  return [
    ['gen_ai.request.model', model],
    ['gen_ai.request.stream', summary.isStreaming ? true : null],
    ['gen_ai.request.temperature', double(first('temperature'))],
    ['gen_ai.request.top_p', double(first('top_p', 'topP'))],
    ['gen_ai.request.top_k', integer(first('top_k', 'topK'))],
    [
      'gen_ai.request.max_tokens',
      integer(
        first(
          'max_completion_tokens',
          'max_output_tokens',
          'max_tokens',
          'maxOutputTokens',
          'maxTokens',
          'num_predict',
        ),
      ),
    ],
    ['gen_ai.request.frequency_penalty', double(first('frequency_penalty', 'frequencyPenalty'))],
    ['gen_ai.request.presence_penalty', double(first('presence_penalty', 'presencePenalty'))],
    ['gen_ai.request.seed', integer(first('seed'))],
    ['gen_ai.request.choice.count', choices === 1 ? null : integer(choices)],
    ['gen_ai.request.stop_sequences', typeof stops === 'string' ? [stops] : textList(stops)],
  ];
}

function flatParameters(parameters: RequestReading['parameters']): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  for (const { name, value } of parameters) {
    values.set(name, value);
    if (!['generationConfig', 'options', 'inferenceConfig'].includes(name)) continue;
    if (typeof value !== 'object' || value === null) continue;
    for (const [inner, innerValue] of Object.entries(value)) values.set(inner, innerValue);
  }
  return values;
}

function textList(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string') ? value : null;
}

function usageAttributes({ usage }: ExchangeSummary): readonly MaybeAttribute[] {
  return [
    ['gen_ai.usage.input_tokens', integer(usage.inputTokens)],
    ['gen_ai.usage.output_tokens', integer(usage.outputTokens)],
    ['gen_ai.usage.cache_read.input_tokens', integer(usage.cacheReadTokens)],
    ['gen_ai.usage.cache_write.input_tokens', integer(usage.cacheWriteTokens)],
    ['gen_ai.usage.reasoning.output_tokens', integer(usage.reasoningTokens)],
  ];
}

/** The provider's own words. */
function finishReasons({ completion }: ExportedExchange): readonly string[] | null {
  const reasons = completion.choices.flatMap(
    ({ rawFinishReason, finishReason }) => rawFinishReason ?? finishReason ?? [],
  );
  return reasons.length === 0 ? null : reasons;
}

/** Seconds. */
function firstChunk(summary: ExchangeSummary): AttributeValue | null {
  if (!summary.isStreaming || summary.firstByteAt === null) return null;
  return { double: Math.round(summary.firstByteAt - summary.startedAt) / 1000 };
}

function errorOf(summary: ExchangeSummary): { readonly type: string; readonly message: string } | null {
  const { providerError, failure, status, end } = summary;
  if (providerError !== null) {
    return {
      type: providerError.type ?? String(providerError.status ?? 'provider_error'),
      message: providerError.message,
    };
  }
  if (failure !== null) return { type: failure.kind, message: failure.message };
  if (status !== null && status >= 400) return { type: String(status), message: `The upstream answered ${status}.` };
  if (end !== null && end !== 'complete') return { type: end, message: `The exchange ended: ${end}.` };
  return null;
}

/** A client that traces itself sends `traceparent`: the span joins its trace. @see https://www.w3.org/TR/trace-context/ */
function traceContext({ start }: ExchangeDetail): Pick<OtelSpan, 'traceId' | 'spanId' | 'parentSpanId'> {
  const header = headerValue(start.requestHeaders, 'traceparent') ?? '';
  const [, traceId, parentSpanId] = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/.exec(header) ?? [];
  const own = idNumber(start.id);
  const spanId = hex((own ^ (own >> 64n)) & 0xffffffffffffffffn, 16);
  if (traceId !== undefined && parentSpanId !== undefined && /[^0]/.test(traceId) && /[^0]/.test(parentSpanId)) {
    return { traceId, spanId, parentSpanId };
  }
  return { traceId: hex(own, 32), spanId, parentSpanId: null };
}

/** An id has 103 bits at most: it is the trace's, so exporting twice gives the same span. */
function idNumber(id: string): bigint {
  let number = 1n;
  for (const character of id) number = number * 36n + BigInt(Number.parseInt(character, 36) || 0);
  return number & 0xffffffffffffffffffffffffffffffffn;
}

function hex(number: bigint, digits: number): string {
  const text = number.toString(16).padStart(digits, '0').slice(-digits);
  return /[^0]/.test(text) ? text : '1'.padStart(digits, '0');
}

function serverOf(url: string): { readonly address: string | null; readonly port: number | null } {
  const match = /^(https?):\/\/(?:[^/@]*@)?(\[[^\]]+\]|[^/:?#]+)(?::(\d+))?/i.exec(url);
  if (match === null) return { address: null, port: null };
  const port = match[3] ?? (match[1]?.toLowerCase() === 'https' ? '443' : '80');
  return { address: (match[2] ?? '').replaceAll(/^\[|\]$/g, ''), port: Number(port) };
}

function providerOf(host: string | null, { format, upstream }: ExchangeSummary): string {
  const byHost = providersByHost.find(([pattern]) => host !== null && pattern.test(host));
  const byFormat = providersByFormat.find(([pattern]) => pattern.test(format));
  return byHost?.[1] ?? byFormat?.[1] ?? upstream ?? 'unknown';
}
