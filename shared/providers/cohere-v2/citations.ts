/** Cohere's citations: spans of the answer with the tools' outputs and documents behind them. */
import type { Citation, Delta } from '../../model/delta.ts';
import { asIndex, asObject, asObjects, asText, type JsonObject } from '../json-reading.ts';

/**
 * One citation as ours. `quote` is the span of the answer that the sources stand behind: sources have no quotes, only whole
 * documents.
 * @see https://docs.cohere.com/docs/documents-and-citations
 */
export function readCitation(wire: JsonObject): Citation {
  const sources = asObjects(wire.sources);
  const titles = sources.map(titleOf).filter((title) => title !== null);
  const urls = sources.map((source) => asText(holderOf(source).url)).filter((url) => url !== null);
  return {
    title: titles.length === 0 ? null : [...new Set(titles)].join(', '),
    url: urls[0] ?? null,
    quote: asText(wire.text),
    native: wire,
  };
}

function holderOf(source: JsonObject): JsonObject {
  return asObject(source.document) ?? asObject(source.tool_output) ?? {};
}

function titleOf(source: JsonObject): string | null {
  return asText(holderOf(source).title) ?? asText(source.id);
}

/** The delta of a citation: on the part of the message that `content_index` or its type names, else on `lastText`. */
export function citationDelta(wire: JsonObject, lastText: string): Delta {
  const index = asIndex(wire.content_index);
  const block = wire.type === 'PLAN' ? 'plan' : index === null ? lastText : `content:${index}`;
  return { type: 'citation', choice: 0, block, citation: readCitation(wire) };
}
