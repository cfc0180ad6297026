/** Moderation: the verdict in words, flagged categories first. */
import { asNumber, asObject, asObjects, type JsonObject } from '../json-reading.ts';
import { inputRequest } from './read-request.ts';
import { counted, type SideCall, type SideReading, shown } from './side-call.ts';
import { sideUsage, usageDeltas } from './usage.ts';

/**
 * @see https://platform.openai.com/docs/api-reference/moderations
 * @see https://docs.mistral.ai/capabilities/guardrailing
 */
export const moderations: SideCall = {
  format: 'moderations',
  title: 'Moderations',
  claims: ({ method, path }) => method === 'POST' && /\/moderations\/?$/.test(path),
  readBody,
  readRequest: inputRequest(['input']),
};

function readBody(body: JsonObject): SideReading | null {
  const results = asObjects(body.results);
  if (results.length === 0) return null;
  const flagged = results.filter((result) => flaggedCategories(result).length > 0 || result.flagged === true);
  const categories = [...new Set(flagged.flatMap(flaggedCategories))].join(', ');
  const share = results.length === 1 ? '' : `${flagged.length} of ${counted(results.length, 'input')} `;
  const verdict = flagged.length === 0 ? 'not flagged' : `flagged${categories === '' ? '' : `: ${categories}`}`;
  const highest = flagged.length === 0 && results.length === 1 ? highestScore(results[0] ?? {}) : '';
  return shown(`${flagged.length === 0 ? '' : share}${verdict}${highest}`, results, usageDeltas(sideUsage(body)));
}

/** Mistral has no `flagged`: any category that is true flags. */
function flaggedCategories(result: JsonObject): readonly string[] {
  const categories = asObject(result.categories) ?? {};
  return Object.keys(categories).filter((name) => categories[name] === true);
}

function highestScore(result: JsonObject): string {
  const scores = Object.entries(asObject(result.category_scores) ?? {});
  const ranked = scores.flatMap(([name, score]) => (asNumber(score) === null ? [] : [[name, Number(score)] as const]));
  const [first] = ranked.sort((one, other) => other[1] - one[1]);
  return first === undefined ? '' : `, highest ${first[0]} ${Number(first[1].toPrecision(2))}`;
}
