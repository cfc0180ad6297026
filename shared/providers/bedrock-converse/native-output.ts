/** The answer as `ConverseCommand` returns it, from the events of a stream. Called rarely: here tool inputs are parsed. */
import { encodeBase64 } from '../../export/base64.ts';
import { decodeBase64 } from '../../lib/base64.ts';
import { concat } from '../../stream/aws-event-stream-encoder.ts';
import { isObject, type JsonObject, parseJson } from '../json-reading.ts';
import { completeJson } from '../partial-json.ts';
import { toSdkShape } from '../sdk-shape.ts';
import type { BlockSnapshot, ConverseState } from './converse-state.ts';
import { converseOutputShape } from './output-shape.ts';
import { outputFields } from './wire.ts';

/** Null before anything came. Blocks stand in the order of their indexes. */
export function toNativeOutput(state: ConverseState): JsonObject | null {
  const { role, blocks, stop, metadata } = state;
  if (role === null && blocks.length === 0 && stop === null && metadata === null) return null;
  const content = blocks.toSorted((first, second) => first.index - second.index).map(toNativeBlock);
  const message = { ...(role === null ? {} : { role }), content };
  const told: JsonObject = { ...stop, ...metadata };
  const fields = outputFields.filter((name) => told[name] !== undefined).map((name) => [name, told[name]] as const);
  return asSdkOutput({ output: { message }, ...Object.fromEntries(fields) });
}

/** One content block of the message. @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html */
export function toNativeBlock(block: BlockSnapshot): JsonObject {
  const { text, start, extra } = block;
  switch (block.kind) {
    case 'tool-call':
      return { toolUse: { ...start, input: toNativeInput(text) } };
    case 'reasoning':
      return { reasoningContent: toNativeReasoning(block) };
    case 'tool-result':
      return { toolResult: { ...start, content: extra.items } };
    case 'image':
      return {
        image: {
          ...start,
          ...(text === '' ? {} : { source: { bytes: joinedBase64(text) } }),
          ...Object.assign({}, ...extra.items),
        },
      };
    case 'text':
      if (extra.citations.length === 0) return { text };
      return { citationsContent: { ...(text === '' ? {} : { content: [{ text }] }), citations: extra.citations } };
    default:
      return Object.assign({}, start, ...extra.items);
  }
}

function toNativeReasoning({ text, extra }: BlockSnapshot): JsonObject {
  const { redacted, signature } = extra;
  if (redacted.length > 0 && text === '' && signature === null)
    return { redactedContent: joinedBase64(redacted.join('')) };
  return { reasoningText: { text, ...(signature === null ? {} : { signature }) } };
}

/** Base64 texts written one after another as one: a piece whose bytes fill no group of three ends in padding of its own. */
function joinedBase64(text: string): string {
  if (!/=[^=]/.test(text)) return text;
  const pieces = (text.match(/[^=]+={0,2}/g) ?? []).map(decodeBase64);
  return pieces.some((piece) => piece === null) ? text : encodeBase64(concat(pieces.filter((piece) => piece !== null)));
}

/** Parsed; what is there of a cut one; the raw text where it can be no JSON. No piece at all is a tool without arguments. */
function toNativeInput(text: string): unknown {
  if (text === '') return {};
  const whole = parseJson(text);
  if (whole.ok) return whole.value;
  const completed = completeJson(text);
  const partial = completed === null ? null : parseJson(completed);
  return partial?.ok ? partial.value : text;
}

/** What the SDK makes of an answer; anything else on this path stays as it is. */
export function asSdkOutput(body: JsonObject): JsonObject {
  const shaped = isConverseOutput(body) ? toSdkShape(body, converseOutputShape) : body;
  return isObject(shaped) ? shaped : body;
}

/** True for what `ConverseCommand` answers with. */
export function isConverseOutput(body: JsonObject): boolean {
  return isObject(body.output) && isObject(body.output.message);
}
