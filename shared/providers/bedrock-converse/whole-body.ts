/** A whole answer (`ConverseCommand`) as the deltas that a stream would have made. */
import type { Delta } from '../../model/delta.ts';
import { readUsage } from '../bedrock-common/usage.ts';
import { asObject, asObjects, asString, asText, type JsonObject, toJson } from '../json-reading.ts';
import { addContent, type ContentStep, readCitation, startContent } from './content-deltas.ts';
import { type BlockSnapshot, type ConverseState, noExtra } from './converse-state.ts';
import { type EventStep, endOf } from './event-step.ts';
import { isConverseOutput } from './native-output.ts';
import { memberKinds, memberOf } from './wire.ts';

/** One step for the whole body; anything else on this path is kept and counted as unknown. */
export function stepBody(state: ConverseState, body: JsonObject): EventStep {
  const word = asText(body.stopReason);
  const next = { ...state, body, stop: word === null ? {} : { stopReason: word }, metadata: {} };
  if (!isConverseOutput(body)) {
    return { state: next, deltas: [], type: 'body', reading: Object.keys(body).join(', '), outcome: 'unknown' };
  }
  const usage = readUsage(asObject(body.usage) ?? {});
  const message = asObject(asObject(body.output)?.message) ?? {};
  const deltas: readonly Delta[] = [
    { type: 'response-start' },
    ...asObjects(message.content).flatMap(wholeBlock),
    { type: 'usage', usage },
    ...endOf(word),
    { type: 'response-end' },
  ];
  const counts = usage.outputTokens == null ? '' : `, ${usage.outputTokens} out`;
  return { state: next, deltas, type: 'message', reading: `stop ${word ?? 'unknown'}${counts}`, outcome: 'used' };
}

/** A block that comes whole. One that has no closer word is kept as it is. */
function wholeBlock(fields: JsonObject, index: number): readonly Delta[] {
  const at = { choice: 0, block: String(index) } as const;
  const end: Delta = { type: 'block-end', ...at };
  const cited = asObject(fields.citationsContent);
  if (cited !== null) return [...citedText(cited, at), end];
  const member = memberOf(fields);
  if (member === null) {
    const kind = asObject(fields.audio) === null ? 'other' : 'audio';
    const name = Object.keys(fields)[0] ?? 'block';
    return [{ type: 'block-start', ...at, kind, name }, { type: 'block-patch', ...at, native: fields }, end];
  }
  const fresh: BlockSnapshot = {
    index,
    kind: memberKinds[member],
    name: at.block,
    text: '',
    start: null,
    extra: noExtra,
    isOpen: true,
  };
  const value = asObject(fields[member]) ?? {};
  switch (member) {
    case 'toolUse': {
      const { input, ...start } = value;
      const text = input === undefined ? '{}' : toJson(input);
      return [...startContent(fresh, member, start).deltas, { type: 'tool-input-delta', ...at, text }, end];
    }
    case 'toolResult': {
      const { content, ...start } = value;
      const started = startContent(fresh, member, start);
      return [...started.deltas, ...addContent(started.block, member, asObjects(content)).deltas, end];
    }
    case 'image': {
      const { source, error, ...start } = value;
      const started = startContent(fresh, member, start);
      return [...started.deltas, ...wholeImage(started, { source, error }), end];
    }
    case 'reasoningContent':
      return [...wholeReasoning(fresh, value), end];
    default:
      return [...addContent(fresh, member, fields[member]).deltas, end];
  }
}

function wholeImage(started: ContentStep, value: JsonObject): readonly Delta[] {
  const present = Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
  return Object.keys(present).length === 0 ? [] : addContent(started.block, 'image', present).deltas;
}

/** `{"reasoningText":{"text","signature"}}`, or `{"redactedContent"}`. */
function wholeReasoning(block: BlockSnapshot, value: JsonObject): readonly Delta[] {
  const told = asObject(value.reasoningText);
  if (told === null) return addContent(block, 'reasoningContent', value).deltas;
  const signature = asString(told.signature);
  return [
    ...addContent(block, 'reasoningContent', { text: asString(told.text) ?? '' }).deltas,
    ...(signature === null ? [] : addContent(block, 'reasoningContent', { signature }).deltas),
  ];
}

/** Text with its sources; Nova's grounding sends sources alone, which belong to the text before them. */
function citedText(cited: JsonObject, at: { readonly choice: number; readonly block: string }): readonly Delta[] {
  const texts = asObjects(cited.content).map((part) => asString(part.text) ?? '');
  return [
    { type: 'block-start', ...at, kind: 'text' },
    ...texts.map((text): Delta => ({ type: 'text-delta', ...at, text })),
    ...asObjects(cited.citations).map((item): Delta => ({ type: 'citation', ...at, citation: readCitation(item) })),
  ];
}
