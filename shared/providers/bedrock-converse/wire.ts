/**
 * The names of Converse's wire. A stream's events are named by their `:event-type`; each payload also has a `p` of random
 * letters that hides its length from listeners, and that nobody reads.
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html
 */
import type { BlockKind } from '../../model/delta.ts';

/** What a content block may hold, as `contentBlockStart` and `contentBlockDelta` name it, and what that is for us. */
export const memberKinds = {
  text: 'text',
  citation: 'text',
  toolUse: 'tool-call',
  reasoningContent: 'reasoning',
  toolResult: 'tool-result',
  image: 'image',
} as const satisfies { readonly [member: string]: BlockKind };

export type BlockMember = keyof typeof memberKinds;

/** The member that a start or a delta holds; null for one that the docs do not know (yet). */
export function memberOf(fields: object): BlockMember | null {
  for (const name in fields) if (Object.hasOwn(memberKinds, name)) return name as BlockMember;
  return null;
}

/** The fields of `messageStop` and `metadata` that the whole answer has too, in its order. */
export const outputFields = [
  'stopReason',
  'usage',
  'metrics',
  'additionalModelResponseFields',
  'trace',
  'performanceConfig',
  'serviceTier',
] as const;

/** Fields that the rebuilt answer has no place for: the padding, and where a piece belongs. */
export const consumedFields = [
  'p',
  'contentBlockIndex',
  // A second spelling of counts that the answer also has under the SDK's names.
  'cacheReadInputTokenCount',
  'cacheWriteInputTokenCount',
] as const;

/** How usage comes out of Converse's counts, for people. */
export const usageFormula = {
  inputTokens: 'inputTokens + cacheReadInputTokens + cacheWriteInputTokens',
  outputTokens: 'outputTokens',
  cacheReadTokens: 'cacheReadInputTokens',
  cacheWriteTokens: 'cacheWriteInputTokens',
  totalTokens: 'totalTokens',
} as const;
