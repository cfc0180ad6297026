/** Sources of a candidate as citations: search, maps and file grounding, pages read by URL, and recited works. */
import type { Citation } from '../../model/delta.ts';
import { asList, asObject, asObjects, asText, isObject, type JsonObject, toJson } from '../json-reading.ts';
import type { CandidateTrack, Output } from './candidate-track.ts';

/** More sources than this are kept in the native object only. */
const maxCitations = 256;

/** Adds the sources that were not told before; they belong to the text written last. */
export function addCitations(track: CandidateTrack, candidate: JsonObject, output: Output): CandidateTrack {
  const { groundingMetadata, urlContextMetadata, citationMetadata } = candidate;
  if (groundingMetadata === undefined && urlContextMetadata === undefined && citationMetadata === undefined)
    return track;
  const found = [
    ...asObjects(asObject(groundingMetadata)?.groundingChunks).map(ofGroundingChunk),
    ...asObjects(asObject(urlContextMetadata)?.urlMetadata).map(ofUrl),
    ...recitedOf(asObject(citationMetadata) ?? {}).map(ofRecited),
  ];
  const cited = [...track.cited];
  const block = track.lastText ?? 'text:citations';
  for (const citation of found) {
    const key = citation.url ?? toJson(citation.native);
    if (cited.length >= maxCitations || cited.includes(key)) continue;
    cited.push(key);
    output.deltas.push({ type: 'citation', choice: track.index, block, citation });
    output.notes.push({ type: 'citation', reading: citation.title ?? citation.url ?? citation.quote ?? 'source' });
  }
  return cited.length === track.cited.length ? track : { ...track, cited };
}

/**
 * One kind of source each: `web`, `retrievedContext`, `maps`, `image`, whatever comes next.
 * @see https://ai.google.dev/api/generate-content#GroundingChunk
 */
function ofGroundingChunk(chunk: JsonObject): Citation {
  const source = Object.values(chunk).find(isObject) ?? {};
  return {
    title: asText(source.title) ?? asText(source.documentName),
    url: asText(source.uri) ?? asText(source.sourceUri),
    quote: asText(source.text),
    native: chunk,
  };
}

/** @see https://ai.google.dev/api/generate-content#UrlMetadata */
function ofUrl(metadata: JsonObject): Citation {
  return { title: null, url: asText(metadata.retrievedUrl), quote: null, native: metadata };
}

/** AI Studio says `citationSources`, Vertex AI `citations`. @see https://ai.google.dev/api/generate-content#CitationMetadata */
function recitedOf(metadata: JsonObject): readonly JsonObject[] {
  return asObjects([...asList(metadata.citationSources), ...asList(metadata.citations)]);
}

function ofRecited(source: JsonObject): Citation {
  return { title: asText(source.title), url: asText(source.uri), quote: null, native: source };
}
