/** Read access to a data folder for the commands that look into it, also while the app or `serve` writes to it. */
import packageFacts from '../../package.json' with { type: 'json' };
import { conversationIds } from '../../shared/conversation/conversation-ids.ts';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import { createQueries } from '../storage/queries.ts';
import type { Queries } from '../storage/queries-api.ts';
import { CliError } from './cli-error.ts';

const pageSize = 500;
const idLength = 20;

/** Runs `work` with the queries of `dataFolder` and ends the query worker afterwards, whatever happens. */
export async function withQueries<Value>(
  dataFolder: string,
  work: (queries: Queries) => Promise<Value>,
): Promise<Value> {
  const workerFile = new URL('./query-worker.js', import.meta.url);
  const queries = createQueries({ dataFolder, workerFile, version: packageFacts.version });
  try {
    return await work(queries);
  } finally {
    await queries.dispose();
  }
}

/** The id that starts with `prefix`. Fails when there is none, or more than one. */
export async function findExchange(queries: Queries, prefix: string): Promise<ExchangeId> {
  const matches = await findMatches(queries, prefix);
  const [first] = matches;
  if (first === undefined) throw new CliError(`There is no exchange "${prefix}" (wirelens list shows what there is).`);
  if (matches.length === 1) return first.id;
  const some = matches.slice(0, 5).map((match) => match.id);
  throw new CliError(
    `"${prefix}" fits ${matches.length} exchanges, among them ${some.join(', ')}: give more characters.`,
  );
}

async function findMatches(queries: Queries, prefix: string): Promise<readonly ExchangeSummary[]> {
  const found: ExchangeSummary[] = [];
  let before: ExchangeId | null = null;
  for (;;) {
    const page: readonly ExchangeSummary[] = await queries.list(before, pageSize);
    found.push(...page.filter((summary) => summary.id.startsWith(prefix)));
    const oldest = page[0];
    // Ids sort by time: below the prefix there is nothing more to find.
    if (oldest === undefined || oldest.id < prefix || (prefix.length === idLength && found.length > 0)) return found;
    before = oldest.id;
  }
}

/** Fails when there is no capture of this name. */
export async function checkCapture(queries: Queries, name: string): Promise<void> {
  const captures = await queries.captures();
  if (captures.some((capture) => capture.name === name)) return;
  throw new CliError(`There is no capture "${name}" (wirelens captures shows what there is).`);
}

/** All exchanges of the conversation that one belongs to, sub-agents and retries included, newest last; alone where it is none. */
export async function exchangesOfConversation(queries: Queries, prefix: string): Promise<readonly ExchangeId[]> {
  const id = await findExchange(queries, prefix);
  const conversation = await queries.conversation(id);
  return conversation === null ? [id] : conversationIds(conversation);
}

/** All exchanges of a capture, newest last. Fails when there is none of this name. */
export async function exchangesOfCapture(queries: Queries, name: string): Promise<readonly ExchangeId[]> {
  await checkCapture(queries, name);
  return queries.captureIds(name);
}
