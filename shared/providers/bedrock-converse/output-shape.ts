/**
 * Which fields of a Converse answer the AWS SDK knows: it drops the others (`serverToolUsage`, Nova's second spelling of
 * the cache counts). Documents, unions and traces pass as they are.
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_ResponseSyntax
 */
import type { SdkField, SdkShape } from '../sdk-shape.ts';

function knowing(names: readonly string[], shapes: { readonly [name: string]: SdkShape } = {}): SdkShape {
  const fields = names.map((name): [string, SdkField] => {
    const shape = shapes[name];
    return [name, shape === undefined ? {} : { shape }];
  });
  return { fields: Object.fromEntries(fields), unknownFields: 'dropped', nulls: 'dropped' };
}

/** One member of several; the SDK hands on a member that it does not know. */
function unionOf(shapes: { readonly [name: string]: SdkShape }): SdkShape {
  return { ...knowing(Object.keys(shapes), shapes), unknownFields: 'kept' };
}

const image = knowing(['format', 'source', 'error']);
const citation = knowing(['title', 'source', 'sourceContent', 'location']);
const toolResult = knowing(['toolUseId', 'content', 'status', 'type'], { content: unionOf({ image }) });

/** @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html */
const contentBlock = unionOf({
  image,
  toolUse: knowing(['toolUseId', 'name', 'input', 'type']),
  toolResult,
  reasoningContent: unionOf({ reasoningText: knowing(['text', 'signature']) }),
  citationsContent: knowing(['content', 'citations'], { citations: citation }),
});

const usage = knowing(
  ['inputTokens', 'outputTokens', 'totalTokens', 'cacheReadInputTokens', 'cacheWriteInputTokens', 'cacheDetails'],
  { cacheDetails: knowing(['ttl', 'inputTokens']) },
);

/** `ConverseCommandOutput` without what the SDK adds (`$metadata`). */
export const converseOutputShape: SdkShape = knowing(
  [
    'output',
    'stopReason',
    'usage',
    'metrics',
    'additionalModelResponseFields',
    'trace',
    'performanceConfig',
    'serviceTier',
  ],
  {
    output: unionOf({ message: knowing(['role', 'content'], { content: contentBlock }) }),
    usage,
    metrics: knowing(['latencyMs']),
    performanceConfig: knowing(['latency']),
    serviceTier: knowing(['type']),
  },
);
