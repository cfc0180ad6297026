/** Answers that are no text: vectors, pictures, rankings. Shown as those calls are shown elsewhere. */
import { asNumber, asObjects, asText, isObject, type JsonObject, parseJson } from '../json-reading.ts';
import { embeddings } from '../side-calls/embeddings.ts';
import { images } from '../side-calls/images.ts';
import { rerank } from '../side-calls/rerank.ts';
import type { SideReading } from '../side-calls/side-call.ts';
import type { FamilyReader } from './family.ts';

type MediaState = { readonly body: JsonObject | null };

/**
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-image.html
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html
 */
export const mediaReader: FamilyReader<MediaState> = {
  begin: () => ({ body: null }),
  step: (state, event) => {
    const parsed = parseJson(event.data);
    const body = parsed.ok && isObject(parsed.value) ? parsed.value : {};
    const reading = readMedia(body);
    return {
      state: { body: state.body ?? body },
      deltas: reading === null ? [] : [...reading.deltas, { type: 'response-end' }],
      type: event.framing === 'json' ? 'body' : 'chunk',
      reading: reading?.reading ?? Object.keys(body).join(', '),
      outcome: reading === null ? 'unknown' : 'used',
      problems: [],
    };
  },
  finish: (state) => ({ state, deltas: [], problems: [] }),
  native: (state) => state.body,
};

/** Embeddings, pictures or a ranking, by the body's shape. */
export function isMedia(body: JsonObject): boolean {
  return readMedia(body) !== null;
}

function readMedia(body: JsonObject): SideReading | null {
  const context = { requestBody: null, mediaType: null, isStarted: false };
  if (body.embedding !== undefined || body.embeddings !== undefined) return embeddings.readBody(body, context);
  const pictures = picturesOf(body);
  if (pictures.length > 0) return images.readBody({ data: pictures.map((b64_json) => ({ b64_json })) }, context);
  const isRanking = asObjects(body.results).some((item) => asNumber(item.relevance_score) !== null);
  return isRanking ? rerank.readBody(body, context) : null;
}

/** Base64 in `images` (Titan, Nova, newer Stability) or `artifacts` (older Stability). */
function picturesOf(body: JsonObject): readonly string[] {
  const list = Array.isArray(body.images) ? body.images : asObjects(body.artifacts).map((item) => item.base64);
  return list.map(asText).filter((item) => item !== null);
}
