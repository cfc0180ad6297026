/** Output items as deltas: what an item is when it begins, what it says when it comes whole, what ends with it. */
import type { Delta } from '../../model/delta.ts';
import { asText, type JsonObject, toJson } from '../json-reading.ts';
import { isProviderExecuted, kindOfItem, nameOfItem, resultOf } from './item-kind.ts';
import { copyOfTrack, type ItemTrack, missingText, nameBlock, type Output } from './item-track.ts';
import { closePart, partsOf, reconcilePart } from './part-deltas.ts';
import { finishInput, streamedText } from './tool-input.ts';

/** Begins an item: its block, and whatever text it already holds. A tool's input waits for its events, or the item's end. */
export function openItem(track: ItemTrack, output: Output): ItemTrack {
  const kind = kindOfItem(track.type);
  if (kind === null) return reconcileParts(track, track.item, output);
  const block = nameBlock(track, kind, kind, output);
  const { item } = track;
  const toolCallId = asText(item.call_id) ?? asText(item.id);
  output.deltas.push({
    type: 'block-start',
    choice: 0,
    block,
    kind,
    name: nameOfItem(item),
    ...(toolCallId === null || kind === 'other' ? {} : { toolCallId }),
    ...(kind === 'tool-call' && isProviderExecuted(item) ? { isProviderExecuted: true } : {}),
  });
  if (kind !== 'tool-call') output.deltas.push({ type: 'block-patch', choice: 0, block, native: item });
  const next = copyOfTrack(track);
  next.block = block;
  next.blockCount += 1;
  return next;
}

/** Takes an item that came whole (`output_item.done`, a terminal event, a JSON body): tells what was not told, ends it. */
export function finishItem(track: ItemTrack, item: JsonObject, output: Output): ItemTrack {
  const kind = kindOfItem(track.type);
  const taken = copyOfTrack(track);
  taken.item = item;
  taken.isItemFinal = true;
  taken.status = null;
  if (kind === null) return closeItem(reconcileParts(taken, item, output), output);
  if (kind === 'tool-call') return closeItem(finishCall(taken, track.item, output), output);
  // An MCP server's list of tools may come with the terminal event only.
  const isNews = !track.isDone || toJson(item) !== toJson(track.item);
  if (isNews) output.deltas.push({ type: 'block-patch', choice: 0, block: blockOf(track), native: item });
  return closeItem(taken, output);
}

/** The track as it stands, with everything ended that is still open. */
export function closeItem(track: ItemTrack, output: Output): ItemTrack {
  if (track.isDone) return track;
  const { block, printed } = track;
  if (block !== null && printed !== null && !track.isItemFinal) {
    output.deltas.push({ type: 'block-patch', choice: 0, block, native: { ...track.item, output: printed } });
  }
  if (block !== null) output.deltas.push({ type: 'block-end', choice: 0, block });
  const next = copyOfTrack(track);
  next.isDone = true;
  next.parts = track.parts.map((part) => closePart(part, output));
  return next;
}

/** The block of a track that is one; parts have their own. */
export function blockOf(track: ItemTrack): string {
  return track.block ?? track.key;
}

function reconcileParts(track: ItemTrack, item: JsonObject, output: Output): ItemTrack {
  let next = track;
  for (const list of track.type === 'reasoning' ? (['summary', 'content'] as const) : (['content'] as const)) {
    for (const [index, part] of partsOf(item, list).entries()) next = reconcilePart(next, list, index, part, output);
  }
  checkMissingParts(next, item, output);
  return track.type === 'reasoning' ? addSignature(next, item, output) : next;
}

/** An item that ends with fewer parts than its events made. */
function checkMissingParts(track: ItemTrack, item: JsonObject, output: Output): void {
  if (track.isDone) return;
  const lost = track.parts.filter((part) => part.text !== '' && part.index >= partsOf(item, part.list).length);
  if (lost.length === 0) return;
  const message = `A ${track.type} item came whole without ${lost.length} of the parts that its events made.`;
  output.problems.push({ kind: 'missing-output', message });
}

/** Encrypted reasoning is what the client sends back in its next turn. Reasoning without any text is a block all the same. */
function addSignature(track: ItemTrack, item: JsonObject, output: Output): ItemTrack {
  const signature = asText(item.encrypted_content);
  const first = track.parts[0]?.block ?? track.block;
  if (first !== null && first !== undefined) {
    if (signature !== null && (!track.hasSignature || !track.isDone)) patchSignature(first, signature, output);
    return { ...track, hasSignature: track.hasSignature || signature !== null };
  }
  if (signature === null) return track;
  const block = nameBlock(track, 'reasoning', 'reasoning', output);
  output.deltas.push({ type: 'block-start', choice: 0, block, kind: 'reasoning' });
  patchSignature(block, signature, output);
  return { ...track, block, blockCount: track.blockCount + 1, hasSignature: true };
}

function patchSignature(block: string, signature: string, output: Output): void {
  output.deltas.push({ type: 'block-patch', choice: 0, block, signature });
}

function finishCall(track: ItemTrack, before: JsonObject, output: Output): ItemTrack {
  const { item } = track;
  const block = blockOf(track);
  if (track.isDone) {
    const text = streamedText(item);
    if (text !== null && track.input !== null) missingText(track.input.raw, text, `The input of ${track.type}`, output);
    return addResult(track, item, output);
  }
  const patch = lateFacts(before, item, block);
  if (patch !== null) output.deltas.push(patch);
  return addResult(finishInput(track, block, item, output), item, output);
}

/** Name and id of a call that were not on its first event. An `id` that only rotates (Copilot's) is no news; a `call_id` is. */
function lateFacts(before: JsonObject, item: JsonObject, block: string): Delta | null {
  const name = nameOfItem(item) === nameOfItem(before) ? null : nameOfItem(item);
  const isIdKnown = asText(before.call_id) !== null || asText(before.id) !== null;
  const id = asText(item.call_id) ?? (isIdKnown ? null : asText(item.id));
  const toolCallId = id === null || id === asText(before.call_id) ? null : id;
  if (name === null && toolCallId === null) return null;
  return {
    type: 'block-patch',
    choice: 0,
    block,
    ...(name === null ? {} : { name }),
    ...(toolCallId === null ? {} : { toolCallId }),
  };
}

/** What the provider's own tool brought back stands in a block of its own. */
function addResult(track: ItemTrack, item: JsonObject, output: Output): ItemTrack {
  if (track.hasResult) return track;
  if (item.type === 'image_generation_call') return addImage(track, item, output);
  const native = resultOf(item);
  if (native === null) return track;
  const block = nameBlock(track, 'result', 'tool-result', output);
  const toolCallId = asText(item.call_id) ?? asText(item.id);
  const at = { choice: 0, block } as const;
  output.deltas.push(
    {
      type: 'block-start',
      ...at,
      kind: 'tool-result',
      name: nameOfItem(item),
      ...(toolCallId === null ? {} : { toolCallId }),
      isProviderExecuted: true,
    },
    { type: 'block-patch', ...at, native },
    { type: 'block-end', ...at },
  );
  return { ...track, hasResult: true, blockCount: track.blockCount + 1 };
}

function addImage(track: ItemTrack, item: JsonObject, output: Output): ItemTrack {
  const data = asText(item.result);
  if (data === null) return track;
  tellImage(track, 'image', data, item, output);
  return { ...track, hasResult: true, blockCount: track.blockCount + 1 };
}

/** An image in one piece: a finished one, or a partial one on the way. */
export function tellImage(track: ItemTrack, suffix: string, data: string, facts: JsonObject, output: Output): void {
  const at = { choice: 0, block: nameBlock(track, suffix, 'image', output) } as const;
  // PNG where nothing is said: the API's default.
  const mediaType = `image/${asText(facts.output_format) ?? 'png'}`;
  output.deltas.push(
    { type: 'block-start', ...at, kind: 'image' },
    { type: 'block-patch', ...at, mediaType },
    { type: 'data-delta', ...at, text: data },
    { type: 'block-end', ...at },
  );
}
