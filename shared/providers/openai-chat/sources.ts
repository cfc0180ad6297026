/**
 * Sources that some servers list beside the choices instead of on the text: Perplexity's `search_results` and `citations`
 * (repeated in every chunk), xAI's `citations` (in the last one). They belong to the answer as a whole.
 */
import type { Citation } from '../../model/delta.ts';
import { asObject, asString, asText, type JsonObject, maxBlockCount } from '../json-reading.ts';
import { type ChatState, trackOf, withToldSources } from './chat-state.ts';
import type { Output } from './choice-deltas.ts';

/**
 * Adds the sources that were not told yet. A list that comes before the first word waits for it: it will be repeated, or it
 * came with the end.
 * @see https://docs.perplexity.ai/api-reference/chat-completions-post
 * @see https://docs.x.ai/docs/guides/live-search
 */
export function addSources(state: ChatState, chunk: JsonObject, output: Output): ChatState {
  if (chunk.search_results == null && chunk.citations == null) return state;
  const sources = readSources(chunk).slice(0, maxBlockCount);
  const track = trackOf(state, 0);
  const isTime = track.lastText !== null || track.finishReason !== null;
  if (!isTime || sources.length <= state.toldSources) return state;
  const block = track.lastText ?? 'text:citations';
  for (const citation of sources.slice(state.toldSources)) {
    output.deltas.push({ type: 'citation', choice: 0, block, citation });
  }
  output.notes.push({ type: 'citations', reading: sources.length === 1 ? '1 source' : `${sources.length} sources` });
  return withToldSources(state, sources.length);
}

/** `search_results` say more than `citations`, which are the same sources as bare URLs. */
function readSources(chunk: JsonObject): readonly Citation[] {
  const { search_results: results, citations } = chunk;
  const items: readonly unknown[] = Array.isArray(results) && results.length > 0 ? results : listOf(citations);
  return items.map(readSource);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function readSource(item: unknown): Citation {
  const source = asObject(item);
  const url = asString(item) ?? asText(source?.url);
  return { title: asText(source?.title), url, quote: asText(source?.snippet), native: item };
}
