/** Starts and deltas of Converse's content blocks as ours. */
import type { Citation, Delta } from '../../model/delta.ts';
import { asObject, asObjects, asString, asText, isObject, type JsonObject, toJson } from '../json-reading.ts';
import { type BlockSnapshot, withExtra, withText } from './converse-state.ts';
import { toNativeBlock } from './native-output.ts';
import type { BlockMember } from './wire.ts';

export type ContentStep = {
  readonly block: BlockSnapshot;
  readonly deltas: readonly Delta[];
  readonly reading: string;
};

/** `contentBlockStart`: only tools, tool results and images have one. */
export function startContent(block: BlockSnapshot, member: BlockMember, fields: JsonObject): ContentStep {
  const at = { choice: 0, block: block.name } as const;
  const started = { ...block, start: fields, isOpen: true };
  if (member === 'toolUse') {
    const name = asText(fields.name);
    return {
      block: started,
      deltas: [startOf(started, name, fields.type === 'server_tool_use')],
      reading: `tool ${name ?? '?'}`,
    };
  }
  if (member === 'toolResult') {
    const name = asText(fields.type) ?? 'toolResult';
    const native: Delta = { type: 'block-patch', ...at, native: toNativeBlock(started) };
    return { block: started, deltas: [startOf(started, name, true), native], reading: name };
  }
  const mediaType = mediaTypeOf(fields);
  const patch: readonly Delta[] = mediaType === null ? [] : [{ type: 'block-patch', ...at, mediaType }];
  return { block: started, deltas: [startOf(started, null, false), ...patch], reading: mediaType ?? member };
}

function startOf(block: BlockSnapshot, name: string | null, isProviderExecuted: boolean): Delta {
  const toolCallId = asText(block.start?.toolUseId);
  return {
    type: 'block-start',
    choice: 0,
    block: block.name,
    kind: block.kind,
    ...(name === null ? {} : { name }),
    ...(toolCallId === null ? {} : { toolCallId }),
    ...(isProviderExecuted ? { isProviderExecuted } : {}),
  };
}

/** `contentBlockDelta`, and the same members of a whole block. */
export function addContent(block: BlockSnapshot, member: BlockMember, value: unknown): ContentStep {
  const at = { choice: 0, block: block.name } as const;
  switch (member) {
    case 'text':
      return addPiece(block, 'text-delta', asString(value) ?? '');
    case 'toolUse':
      return addPiece(block, 'tool-input-delta', inputText(asObject(value)?.input));
    case 'reasoningContent':
      return addReasoning(block, asObject(value) ?? {});
    case 'citation': {
      const wire = asObject(value) ?? {};
      const citation = readCitation(wire);
      const next = withExtra(block, { citations: [...block.extra.citations, wire] });
      const reading = citation.title ?? citation.url ?? citation.quote ?? 'citation';
      return { block: next, deltas: [{ type: 'citation', ...at, citation }], reading };
    }
    case 'toolResult': {
      const added = Array.isArray(value) ? asObjects(value) : asObjects([value]);
      const next = withExtra(block, { items: [...block.extra.items, ...added] });
      const deltas: readonly Delta[] = [{ type: 'block-patch', ...at, native: toNativeBlock(next) }];
      return { block: next, deltas, reading: readItems(added) };
    }
    case 'image':
      return addImage(block, asObject(value) ?? {});
  }
}

/** A tool's input as text: pieces of JSON in a stream, a value in a whole answer. */
function inputText(input: unknown): string {
  return typeof input === 'string' ? input : toJson(input);
}

type PieceType = 'text-delta' | 'reasoning-delta' | 'tool-input-delta' | 'data-delta';

function addPiece(block: BlockSnapshot, type: PieceType, text: string): ContentStep {
  const deltas: readonly Delta[] = text === '' ? [] : [{ type, choice: 0, block: block.name, text }];
  return { block: withText(block, text), deltas, reading: text };
}

/** Text, then its signature; or content that the provider hides. */
function addReasoning(block: BlockSnapshot, value: JsonObject): ContentStep {
  const at = { choice: 0, block: block.name } as const;
  const text = asString(value.text);
  if (text !== null) return addPiece(block, 'reasoning-delta', text);
  const signature = asString(value.signature);
  if (signature !== null) {
    const next = withExtra(block, { signature: (block.extra.signature ?? '') + signature });
    const told = next.extra.signature ?? signature;
    const reading = `signature, ${signature.length} characters`;
    return { block: next, deltas: [{ type: 'block-patch', ...at, signature: told }], reading };
  }
  const redacted = asString(value.redactedContent);
  if (redacted === null) return { block, deltas: [], reading: Object.keys(value).join(', ') };
  const next = withExtra(block, { redacted: [...block.extra.redacted, redacted] });
  const deltas: readonly Delta[] = [
    { type: 'block-start', ...at, kind: 'reasoning' },
    { type: 'block-patch', ...at, native: toNativeBlock(next) },
  ];
  return { block: next, deltas, reading: `redacted, ${redacted.length} characters` };
}

/** Base64 in pieces, a place in S3, or an error in place of the picture. */
function addImage(block: BlockSnapshot, value: JsonObject): ContentStep {
  const data = asString(asObject(value.source)?.bytes);
  if (data !== null) return { ...addPiece(block, 'data-delta', data), reading: `${data.length} characters of base64` };
  const next = withExtra(block, { items: [...block.extra.items, value] });
  const patch: Delta = { type: 'block-patch', choice: 0, block: block.name, native: toNativeBlock(next) };
  return {
    block: next,
    deltas: [patch],
    reading: asText(asObject(value.error)?.message) ?? Object.keys(value).join(', '),
  };
}

/** `image/png` of `{"format":"png"}`. */
export function mediaTypeOf(fields: JsonObject): string | null {
  const format = asText(fields.format);
  return format === null ? null : `image/${format}`;
}

/** @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Citation.html */
export function readCitation(citation: JsonObject): Citation {
  const web = asObject(asObject(citation.location)?.web);
  const quotes = asObjects(citation.sourceContent).map((part) => asString(part.text) ?? '');
  return {
    title: asText(citation.title) ?? asText(web?.domain),
    url: asText(web?.url) ?? asText(citation.source),
    quote: quotes.length === 0 ? null : quotes.join(''),
    native: citation,
  };
}

function readItems(items: readonly JsonObject[]): string {
  return items
    .map((item) => asString(item.text) ?? (isObject(item.json) ? toJson(item.json) : Object.keys(item).join()))
    .join(' ');
}
