/** Token counts of the calls around the conversation: each vendor has its own place for them. */
import type { Delta } from '../../model/delta.ts';
import type { UsageReport } from '../../model/usage.ts';
import { readCohereUsage } from '../cohere-common/usage.ts';
import { asNumber, asObject, type JsonObject } from '../json-reading.ts';
import { readUsage } from '../openai-chat/usage.ts';

/**
 * `usage` (OpenAI, Mistral, Voyage, Jina), Ollama's `prompt_eval_count`, Gemini's `usageMetadata`, Cohere's `meta`. Null: not reported.
 * A transcription may be billed by `seconds`: those are no tokens.
 */
export function sideUsage(body: JsonObject): UsageReport | null {
  const usage = asObject(body.usage);
  if (usage !== null) return orNull(readUsage(usage));
  const count = asNumber(body.prompt_eval_count);
  if (count !== null) return { inputTokens: count };
  const metadata = asObject(body.usageMetadata);
  const prompt = asNumber(metadata?.promptTokenCount);
  if (prompt !== null) return { inputTokens: prompt };
  const meta = asObject(body.meta);
  return meta === null ? null : orNull(readCohereUsage(meta));
}

function orNull(report: UsageReport): UsageReport | null {
  return Object.keys(report).length === 0 ? null : report;
}

/** The delta, if there is anything to tell. */
export function usageDeltas(report: UsageReport | null): readonly Delta[] {
  return report === null ? [] : [{ type: 'usage', usage: report }];
}

/** All tokens of the call. */
export function totalOf(report: UsageReport | null): number | null {
  if (report === null) return null;
  return report.totalTokens ?? report.inputTokens ?? null;
}
