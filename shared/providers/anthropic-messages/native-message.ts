/** The snapshot as the plain message object that `finalMessage()` returns. Called rarely: here tool inputs are parsed. */
import { toArray } from '../append-list.ts';
import { type JsonObject, parseJson } from '../json-reading.ts';
import { completeJson } from '../partial-json.ts';
import { type BlockSnapshot, type MessageSnapshot, takesInput } from './message-snapshot.ts';

/** Field order as on the wire: `content` after the message's own fields. */
export function toNativeMessage(message: MessageSnapshot): JsonObject {
  return { ...message.fields, content: message.blocks.map(toNativeBlock) };
}

function toNativeBlock(block: BlockSnapshot): JsonObject {
  const { fields, citations } = block;
  return { ...fields, ...grownField(block), ...(citations === null ? {} : { citations: toArray(citations) }) };
}

function grownField({ fields, grown }: BlockSnapshot): JsonObject {
  if (grown === null) return {};
  if (takesInput(fields)) return { input: toNativeInput(grown) };
  return fields.type === 'thinking' ? { thinking: grown } : { text: grown };
}

/** Parsed; what is there of a cut one, as the SDK shows it; the raw text where it can be no JSON. */
function toNativeInput(text: string): unknown {
  if (text === '') return {};
  const whole = parseJson(text);
  if (whole.ok) return whole.value;
  const completed = completeJson(text);
  const partial = completed === null ? null : parseJson(completed);
  return partial?.ok ? partial.value : text;
}
