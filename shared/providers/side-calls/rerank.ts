/** Reranking: which document fits a query best. */
import { asNumber, asObject, asObjects, type JsonObject } from '../json-reading.ts';
import { inputRequest } from './read-request.ts';
import { counted, type SideCall, type SideReading, shown } from './side-call.ts';
import { sideUsage, usageDeltas } from './usage.ts';

/** @see https://docs.cohere.com/reference/rerank (Jina, Voyage, vLLM and llama.cpp answer alike) */
export const rerank: SideCall = {
  format: 'rerank',
  title: 'Rerank',
  claims: ({ method, path }) => method === 'POST' && /\/(rerank|reranking)\/?$/.test(path),
  readBody,
  readRequest: inputRequest(['query', 'documents', 'texts']),
};

function readBody(body: JsonObject): SideReading | null {
  const results = asObjects(body.results ?? body.data);
  if (results.length === 0) return null;
  const scored = results.map((result) => [asNumber(result.index), scoreOf(result)] as const);
  const best = scored.reduce((one, other) => ((other[1] ?? -Infinity) > (one[1] ?? -Infinity) ? other : one));
  const fit = best[1] === null ? '' : `, best is ${best[0] ?? '?'} at ${Number(best[1].toFixed(3))}`;
  const units = asNumber(asObject(asObject(body.meta)?.billed_units)?.search_units);
  const cost = units === null ? '' : `, ${counted(units, 'search unit')}`;
  return shown(`${counted(results.length, 'document')} ranked${fit}${cost}`, results, usageDeltas(sideUsage(body)));
}

function scoreOf(result: JsonObject): number | null {
  return asNumber(result.relevance_score) ?? asNumber(result.score);
}
