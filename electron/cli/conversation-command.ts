/** `wirelens list --conversations` and `wirelens show --conversation`: what belongs together, told once. */
import type { CacheExplanation } from '../../shared/model/cache-explanation.ts';
import type {
  Conversation,
  ConversationSummary,
  PieceChange,
  Turn,
  TurnPiece,
} from '../../shared/model/conversation.ts';
import type { Queries } from '../storage/queries-api.ts';
import { CliError } from './cli-error.ts';
import { printable } from './safe-text.ts';
import { findExchange } from './stored-exchanges.ts';
import type { Terminal } from './terminal.ts';

/** The conversations, newest last, a line each. */
export async function listConversations(
  queries: Queries,
  options: { readonly limit: number; readonly json?: boolean },
  terminal: Terminal,
): Promise<void> {
  const conversations = await queries.conversations(options.limit);
  if (conversations.length === 0) terminal.complain('wirelens: no conversations yet');
  for (const one of conversations) terminal.print(options.json ? JSON.stringify(one) : conversationLine(one));
}

/** One conversation as a tree of turns; `prefix` is the id of any exchange in it, or the first characters of one. */
export async function showConversation(
  queries: Queries,
  prefix: string,
  options: { readonly json?: boolean },
  terminal: Terminal,
): Promise<void> {
  const id = await findExchange(queries, prefix);
  const conversation = await queries.conversation(id);
  if (conversation === null) {
    throw new CliError(`${id} belongs to no conversation, or was not linked yet (that happens while Wirelens runs).`);
  }
  const caches = await explainAll(queries, conversation);
  if (options.json) {
    terminal.print(JSON.stringify({ ...conversation, caches: [...caches.values()] }));
    return;
  }
  for (const line of transcript(conversation, caches)) terminal.print(printable(line));
}

/** What became of the cache, by turn. */
async function explainAll(queries: Queries, { turns }: Conversation): Promise<ReadonlyMap<string, CacheExplanation>> {
  const caches = new Map<string, CacheExplanation>();
  for (const { id, link } of turns) {
    if (link.parent === null || link.kind !== 'turn') continue;
    const explanation = await queries.cacheExplanation(id, link.parent);
    if (explanation !== null) caches.set(id, explanation);
  }
  return caches;
}

function conversationLine(one: ConversationSummary): string {
  const agents = one.subAgentCount === 0 ? '' : `, ${counted(one.subAgentCount, 'sub-agent')}`;
  const facts = `${counted(one.turnCount, 'turn')}${agents}`;
  const tokens = `${one.inputTokens} > ${one.outputTokens}`;
  const at = new Date(one.startedAt).toTimeString().slice(0, 8);
  const words = [one.id, at, one.program ?? '-', facts, tokens, one.models.join(' '), one.title];
  return printable(words.join('  '));
}

function* transcript(conversation: Conversation, caches: ReadonlyMap<string, CacheExplanation>): Generator<string> {
  const { turns, costUsd, isCostWhole } = conversation;
  yield conversation.title;
  const cost = costUsd === null ? 'cost unknown' : `${isCostWhole ? '' : 'at least '}$${costUsd.toFixed(4)}`;
  yield `${counted(turns.length, 'turn')}, ${counted(conversation.subAgentCount, 'sub-agent')}, ${cost}`;
  for (const turn of turns) {
    yield '';
    yield* turnLines(turn, caches.get(turn.id)).map((line) => '    '.repeat(turn.depth) + line);
  }
}

function turnLines(turn: Turn, cache: CacheExplanation | undefined): readonly string[] {
  const { summary, tokens } = turn;
  const attempts = turn.attempts.length > 1 ? `, attempt ${turn.attempts.length}` : '';
  const kind = turn.link.kind === 'sub-agent' ? ' (sub-agent)' : turn.isBranch ? ' (branch)' : '';
  const head = `Turn ${turn.label}${kind}  ${turn.id}  ${summary.model ?? '-'}  ${summary.status ?? summary.end ?? '-'}${attempts}`;
  const shares = `system ${tokens.system}, tools ${tokens.tools}, history ${tokens.history}, new ${tokens.new}`;
  return [
    head,
    ...turn.added.flatMap((piece) => pieceLines('+', piece)),
    ...turn.changes.map(changeLine),
    ...turn.answer.flatMap((piece) => pieceLines('>', piece)),
    `  estimated tokens: ${shares}; reasoning ${tokens.reasoning}, output ${tokens.output}`,
    ...(cache === undefined ? [] : cacheLines(cache)),
  ];
}

function pieceLines(sign: string, { facts }: TurnPiece): readonly string[] {
  return facts.parts.map(({ kind, name, text }) => {
    const who = facts.role ?? kind;
    const what = kind === 'tool-call' || kind === 'tool-result' ? `${kind} ${name ?? ''}`.trim() : who;
    return `  ${sign} ${what}: ${text}`;
  });
}

function changeLine({ kind, what, name }: PieceChange): string {
  return `  ~ ${kind}: ${what === 'system' || what === 'message' ? name : `${what} ${name}`}`;
}

function cacheLines(cache: CacheExplanation): readonly string[] {
  const { verdict, missedTokens, missCostUsd, difference } = cache;
  if (!verdict.startsWith('missed')) return [];
  const cost = missCostUsd === null ? 'cost unknown' : `$${missCostUsd.toFixed(4)} more than a hit`;
  const place =
    difference === null ? [] : [`    the prefix differs at ${difference.path}${characterOf(difference.character)}`];
  const reasons = [
    ...place,
    ...cache.causes.map((cause) => `    ${cause}`),
    ...(verdict === 'missed-expired' ? [`    ${Math.round(cache.gapMs / 1000)} s had passed`] : []),
  ];
  return [`  ! ${missedTokens} cached tokens were not read (${cost})`, ...reasons];
}

function characterOf(character: number | null): string {
  return character === null ? '' : `, character ${character}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
