/** The answer of an exchange in the shape of its request's messages, so that both can be written in one go. */
import type { Block, Choice } from '../model/completion.ts';
import type { RequestMessage, RequestPart } from '../model/request-reading.ts';
import { parseJson } from '../providers/json-reading.ts';
import type { ExportedExchange } from './exported-exchange.ts';

/** A whole exchange as messages; null: it is no conversation, or nothing was answered. */
export function spokenMessages(exchange: ExportedExchange): readonly RequestMessage[] | null {
  const { reading } = exchange;
  const answer = spokenAnswer(exchange.completion.choices[0]);
  return reading === null || reading.messages.length === 0 || answer === null ? null : [...reading.messages, answer];
}

/** A choice as a message; null when it says nothing. */
export function spokenAnswer(choice: Choice | undefined): RequestMessage | null {
  const parts = (choice?.blocks ?? []).flatMap(spokenParts);
  return parts.length === 0 ? null : { role: 'assistant', name: null, parts, hasCacheMarker: false, path: '' };
}

function spokenParts(block: Block): readonly RequestPart[] {
  switch (block.kind) {
    case 'text':
    case 'refusal':
      return block.text === '' ? [] : [{ kind: 'text', text: block.text }];
    case 'reasoning':
      return block.text === '' ? [] : [{ kind: 'reasoning', text: block.text }];
    case 'tool-call':
      return [{ kind: 'tool-call', id: block.toolCallId, name: block.name ?? '', input: toolInput(block.text) }];
    case 'image':
    case 'audio':
      return [{ kind: block.kind, mediaType: block.mediaType, data: block.text, url: null, name: null }];
    default:
      return [{ kind: 'other', label: block.name ?? block.kind, native: block.native }];
  }
}

/** The arguments parsed; the raw text where it is no JSON. */
function toolInput(text: string): unknown {
  if (text === '') return {};
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : text;
}
