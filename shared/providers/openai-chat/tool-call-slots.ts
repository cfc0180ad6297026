/**
 * Which tool call a streamed entry belongs to. OpenAI numbers calls by `index`; others leave it out, send 0 for every
 * call, repeat or leave out ids, or send a whole call per chunk. One slot per call, numbered in order of appearance.
 */
import { asIndex, asObject, asText, type JsonObject, maxBlockCount, toJson } from '../json-reading.ts';

export type ToolSlot = {
  readonly slot: number;
  readonly wireIndex: number | null;
  readonly id: string | null;
  readonly name: string | null;
  /** Whether any piece of arguments came, and the last one: enough to see a complete call without joining pieces. */
  readonly hasArguments: boolean;
  readonly lastPiece: string;
};

export type ToolEntry = {
  readonly wireIndex: number | null;
  readonly id: string | null;
  readonly name: string | null;
  /** A piece of the arguments' JSON text; the text of the whole where the server sends an object. */
  readonly text: string;
};

/** One item of `tool_calls`. A custom tool's free-form `input` stands where a function's arguments do. */
export function readToolEntry(item: JsonObject): ToolEntry {
  const call = asObject(item.function) ?? asObject(item.custom);
  const input = call?.arguments ?? call?.input;
  return {
    wireIndex: asIndex(item.index),
    id: asText(item.id),
    name: asText(call?.name),
    text: typeof input === 'string' ? input : input == null ? '' : toJson(input),
  };
}

/** The slot that an entry goes on with, or null when it begins a new call. */
export function findSlot(slots: readonly ToolSlot[], entry: ToolEntry): ToolSlot | null {
  const candidate = candidateSlot(slots, entry);
  // No model calls hundreds of tools in one answer: beyond that, pieces go to the last call, and memory stays bounded.
  if (slots.length >= maxBlockCount) return candidate ?? slots.at(-1) ?? null;
  return candidate === null || isNewCall(candidate, entry) ? null : candidate;
}

function candidateSlot(slots: readonly ToolSlot[], entry: ToolEntry): ToolSlot | null {
  const byId = entry.id === null ? undefined : slots.findLast((slot) => slot.id === entry.id);
  if (entry.wireIndex === null) {
    if (byId !== undefined) return byId;
    return slots.at(-1) ?? null;
  }
  const only = slots.length === 1 ? slots[0] : undefined;
  if (only?.wireIndex === entry.wireIndex) return only;
  const sameIndex = slots.filter((slot) => slot.wireIndex === entry.wireIndex);
  // After "index 0 again with another id" several calls share an index: the id tells, else the latest goes on.
  return sameIndex.find((slot) => slot.id !== null && slot.id === entry.id) ?? sameIndex.at(-1) ?? null;
}

/**
 * A name with another id begins a new call (Gemini's endpoint sends every parallel call as index 0), unless the call
 * before is visibly unfinished: some servers make up a new id for each chunk. Without an id, a name begins a new call only when the
 * one before is complete and this entry's arguments start over (whole calls per chunk, no ids).
 */
function isNewCall(slot: ToolSlot, entry: ToolEntry): boolean {
  if (entry.name === null) return false;
  const isOtherId = entry.id !== null && slot.id !== null && entry.id !== slot.id;
  if (isOtherId) return !slot.hasArguments || looksComplete(slot);
  if (entry.id !== null && entry.id === slot.id) return false;
  if (entry.wireIndex === null && entry.id !== null) return true;
  if (slot.name !== null && entry.name !== slot.name && slot.hasArguments) return looksComplete(slot);
  return looksComplete(slot) && entry.text.trimStart().startsWith('{');
}

function looksComplete(slot: ToolSlot): boolean {
  return slot.lastPiece.trimEnd().endsWith('}');
}
