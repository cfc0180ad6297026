/** What a filter reads of a summary that is no field of it as it stands. */
import type { ExchangeSummary } from '../model/exchange.ts';
import type { WireFormat } from '../model/wire-format.ts';

const providers: Readonly<Partial<Record<WireFormat, string>>> = {
  'openai-chat': 'openai',
  'openai-completions': 'openai',
  'openai-responses': 'openai',
  'anthropic-messages': 'anthropic',
  'gemini-generate': 'gemini google',
  'gemini-interactions': 'gemini google',
  'ollama-chat': 'ollama',
  'ollama-generate': 'ollama',
  'cohere-v1': 'cohere',
  'cohere-v2': 'cohere',
  'mistral-chat': 'mistral',
  'bedrock-converse': 'bedrock aws',
  'bedrock-invoke': 'bedrock aws',
};

/** Whose API the wire format is; null for side calls and unknown ones. */
export function providerOf(summary: ExchangeSummary): string | null {
  return providers[summary.format] ?? null;
}

/** Tool name and main argument of the row. */
export function toolText({ row }: ExchangeSummary): string | null {
  return row.kind === 'tool-call' ? `${row.label ?? ''} ${row.text}`.trim() : null;
}

/** The host of an absolute target, as a proxied client sends it; else the upstream, which for strangers is the host. */
export function hostOf(summary: ExchangeSummary): string | null {
  return /^[a-z]+:\/\/([^/?#]+)/i.exec(summary.target)?.[1] ?? summary.upstream;
}

/** Milliseconds; null while the end is not known. */
export function since(start: number, end: number | null): number | null {
  return end === null ? null : end - start;
}

/** As reported, else as estimated so far. */
export function outputTokens(summary: ExchangeSummary): number | null {
  return summary.usage.outputTokens ?? summary.estimatedOutputTokens;
}

/** As reported, else the sum of what is known. */
export function totalTokens(summary: ExchangeSummary): number | null {
  const { usage } = summary;
  const output = outputTokens(summary);
  if (usage.totalTokens !== null) return usage.totalTokens;
  return usage.inputTokens === null && output === null ? null : (usage.inputTokens ?? 0) + (output ?? 0);
}

const searchTexts = new WeakMap<ExchangeSummary, string>();

/** Everything that a row says, in lower case: what bare words are looked for in before any index is asked. */
export function searchText(summary: ExchangeSummary): string {
  const known = searchTexts.get(summary);
  if (known !== undefined) return known;
  const { row, client, providerError, failure } = summary;
  const parts = [
    row.label,
    row.text,
    summary.model,
    summary.upstream,
    summary.endpoint,
    summary.method,
    summary.target,
    summary.status,
    client.program,
    client.process?.command,
    client.process?.agent,
    client.pid,
    providerError?.type,
    providerError?.message,
    failure?.kind,
    failure?.message,
    summary.finishReason,
    summary.end,
    summary.id,
  ];
  const text = parts
    .filter((part) => part !== null && part !== undefined)
    .join(' ')
    .toLowerCase();
  searchTexts.set(summary, text);
  return text;
}
