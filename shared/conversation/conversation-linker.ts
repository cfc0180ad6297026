/**
 * Finds the place of an exchange among earlier ones: by ids where the format chains by id, else by the history it sends
 * again. Incremental: each exchange asks an index a few keys (latest answer first) and then adds its own, so that a store
 * of 100,000 links the next one in well under a millisecond.
 */
import type { LinkKind } from '../model/conversation.ts';
import type { ExchangeId } from '../model/exchange.ts';
import type { LinkKeys } from './link-keys.ts';

/** What an index keeps per exchange. */
export type LinkEntry = {
  readonly id: ExchangeId;
  readonly conversation: ExchangeId;
  readonly startedAt: number;
  readonly program: string;
  readonly first: string | null;
  readonly last: string | null;
  readonly messageCount: number;
};

/** The latest exchange that was added under a key; null when there is none. */
export type LinkIndex = { readonly find: (key: string) => LinkEntry | null };

export type FoundLink = {
  readonly kind: LinkKind;
  readonly parent: ExchangeId | null;
  readonly conversation: ExchangeId;
};

/** A request that comes again later than this is asked anew, not tried again. */
const retryWithinMs = 15 * 60_000;

/** The place of the exchange with these keys. */
export function linkExchange(keys: LinkKeys, index: LinkIndex): FoundLink {
  const retried = index.find(`request:${keys.request}`);
  if (retried !== null && isRetryOf(keys, retried)) return under(retried, 'retry');
  const chained = findChained(keys, index);
  if (chained !== null) return under(chained, 'turn');
  const continued = findContinued(keys, index);
  if (continued !== null) return under(continued, 'turn');
  for (const prompt of keys.prompts) {
    const spawning = index.find(`spawned:${prompt}`);
    if (spawning !== null) return under(spawning, 'sub-agent');
  }
  return { kind: 'root', parent: null, conversation: keys.id };
}

/** The keys under which an exchange is to be found by later ones. */
export function keysToAdd(keys: LinkKeys): readonly string[] {
  const added = [`request:${keys.request}`, ...keys.spawned.map((text) => `spawned:${text}`)];
  const prefix = keys.prefixes.at(-1);
  if (prefix !== undefined) added.push(`prefix:${prefix}`);
  if (keys.last !== null && keys.messages.length > 1) added.push(`last:${keys.last}`);
  if (keys.answer !== null) added.push(`answer:${keys.answer}`);
  if (keys.responseId !== null) added.push(`response:${keys.responseId}`);
  if (keys.conversation !== null) added.push(`conversation:${keys.conversation}`);
  return added;
}

function under(entry: LinkEntry, kind: LinkKind): FoundLink {
  return { kind, parent: entry.id, conversation: entry.conversation };
}

function isRetryOf(keys: LinkKeys, earlier: LinkEntry): boolean {
  return earlier.program === keys.program && Math.abs(keys.startedAt - earlier.startedAt) < retryWithinMs;
}

function findChained(keys: LinkKeys, index: LinkIndex): LinkEntry | null {
  if (keys.previousResponse !== null) return index.find(`response:${keys.previousResponse}`);
  return keys.conversation === null ? null : index.find(`conversation:${keys.conversation}`);
}

/**
 * The exchange whose history reaches furthest into this one. Its own answer, standing in our history, is the best sign:
 * it holds even where a client edited or compacted what came before. The prefix holds where the answer was altered.
 */
function findContinued(keys: LinkKeys, index: LinkIndex): LinkEntry | null {
  const prefix = findPrefix(keys, index);
  for (const { key, end } of keys.answered) {
    if (prefix !== null && end <= prefix.messageCount) break;
    const entry = index.find(`answer:${key}`);
    if (entry !== null && isKin(keys, entry)) return entry;
  }
  return prefix ?? findByLast(keys, index);
}

function findPrefix(keys: LinkKeys, index: LinkIndex): LinkEntry | null {
  for (let count = keys.prefixes.length - 1; count > 0; count -= 1) {
    const entry = index.find(`prefix:${keys.prefixes[count - 1]}`);
    if (entry !== null) return entry;
  }
  return null;
}

/** Neither answers nor prefix: the history was edited, but the last input of the turn before still stands in it. */
function findByLast(keys: LinkKeys, index: LinkIndex): LinkEntry | null {
  for (let at = keys.messages.length - 2; at > 0; at -= 1) {
    const entry = index.find(`last:${keys.messages[at]}`);
    if (entry !== null && entry.program === keys.program && isKin(keys, entry)) return entry;
  }
  return null;
}

/** An answer like "Done." is no sign by itself: the beginning or the last input must be ours too. */
function isKin({ messages }: LinkKeys, { first, last }: LinkEntry): boolean {
  return (first !== null && messages.includes(first)) || (last !== null && messages.includes(last));
}

/** An index in memory, for tests and for files that are read without a store. */
export function createLinkIndex(): LinkIndex & { readonly add: (keys: LinkKeys, link: FoundLink) => void } {
  const entries = new Map<string, LinkEntry>();
  return {
    find: (key) => entries.get(key) ?? null,
    add: (keys, { kind, parent, conversation }) => {
      const { startedAt, program, first, last } = keys;
      const messageCount = keys.messages.length;
      // All attempts hang under the first one.
      const id = kind === 'retry' && parent !== null ? parent : keys.id;
      const entry = { id, conversation, startedAt, program, first, last, messageCount };
      for (const key of keysToAdd(keys)) entries.set(key, entry);
    },
  };
}
