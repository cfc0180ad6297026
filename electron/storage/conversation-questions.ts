/** Conversations as stored: their list, and the members of one with their pieces. Over the store opened read-only. */
import { inflateRawSync } from 'node:zlib';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { attemptsOf } from '../../shared/conversation/attempts.ts';
import {
  buildConversation,
  type ConversationMember,
  conversationTitle,
} from '../../shared/conversation/build-conversation.ts';
import type {
  Conversation,
  ConversationLink,
  ConversationSummary,
  PieceFacts,
  TurnPiece,
} from '../../shared/model/conversation.ts';
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import type { PriceEntry } from '../../shared/prices/price-table.ts';
import { placeOf } from './piece-places.ts';

export type ConversationQuestions = {
  /** False in a store of before schema 2. */
  readonly hasLinks: boolean;
  /** Newest last, at most `limit` of the newest. */
  readonly list: (limit: number) => readonly ConversationSummary[];
  /** The conversation that an exchange belongs to; null when it belongs to none, or is not indexed yet. */
  readonly conversation: (id: ExchangeId) => Conversation | null;
  /** Changes whenever exchanges join the conversation of this one, or leave it; null when it belongs to none. */
  readonly version: (id: ExchangeId) => string | null;
  /** Places in conversations, of those exchanges that have one. */
  readonly links: (ids: readonly ExchangeId[]) => readonly ConversationLink[];
  /** The whole text of a piece (up to `maxPieceText`); null when it is gone. */
  readonly pieceText: (number: number) => string | null;
};

/** A conversation with more exchanges shows its newest ones. */
const maxMembers = 2_000;

type MemberRow = ConversationLink & { readonly number: number; readonly summary: string };

/** Prepares the questions; a store of before schema 2 has no conversations. */
export function createConversationQuestions(
  database: DatabaseSyncInstance,
  prices: () => readonly PriceEntry[],
): ConversationQuestions {
  const hasTables =
    database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'conversation_links'").get() !== undefined;
  if (!hasTables)
    return {
      hasLinks: false,
      list: () => [],
      conversation: () => null,
      version: () => null,
      links: () => [],
      pieceText: () => null,
    };
  const memberColumns = 'l.exchange AS number, e.id, l.conversation, l.parent, l.kind, e.summary';
  const source = 'conversation_links l JOIN exchanges e ON e.number = l.exchange';
  const ofExchange = database.prepare(`SELECT l.conversation FROM ${source} WHERE e.id = ? AND e.cleared_at IS NULL`);
  const members = database.prepare(`
    SELECT ${memberColumns} FROM ${source} WHERE l.conversation = ? AND e.cleared_at IS NULL
    ORDER BY l.exchange DESC LIMIT ?`);
  const extent = database.prepare(`
    SELECT l.conversation, count(*) AS count, max(l.exchange) AS newest FROM ${source} WHERE l.conversation =
      (SELECT o.conversation FROM conversation_links o JOIN exchanges x ON x.number = o.exchange WHERE x.id = ?)
      AND e.cleared_at IS NULL`);
  const newest = database.prepare(`
    SELECT l.conversation FROM ${source} WHERE e.cleared_at IS NULL
    GROUP BY l.conversation ORDER BY max(l.exchange) DESC LIMIT ?`);
  const places = database.prepare('SELECT place, piece FROM exchange_pieces WHERE exchange = ? ORDER BY place');
  const factsOf = database.prepare('SELECT facts FROM pieces WHERE number = ?');
  const textOf = database.prepare('SELECT text FROM pieces WHERE number = ?');
  const sameRequest = database.prepare(`
    SELECT e.summary FROM ${source} WHERE e.cleared_at IS NULL AND l.conversation =
      (SELECT o.conversation FROM conversation_links o JOIN exchanges x ON x.number = o.exchange WHERE x.id = ?)
      AND (e.id = ? OR (l.parent = ? AND l.kind = 'retry')) ORDER BY l.exchange LIMIT 100`);
  const linkOf = database.prepare(`
    SELECT l.exchange AS number, e.id, l.conversation, l.parent, l.kind FROM ${source} WHERE e.id = ?`);

  const membersOf = (conversation: ExchangeId): readonly MemberRow[] =>
    (members.all(conversation, maxMembers) as MemberRow[]).reverse();
  const withAttempts = (link: ConversationLink): ConversationLink => {
    // All attempts hang under the first one.
    const first = link.kind === 'retry' && link.parent !== null ? link.parent : link.id;
    const rows = sameRequest.all(first, first, first) as { readonly summary: string }[];
    if (rows.length < 2) return link;
    const attempts = attemptsOf(
      link.id,
      rows.map(({ summary }) => JSON.parse(summary) as ExchangeSummary),
    );
    return attempts.length < 2 ? link : { ...link, attempts };
  };
  const piecesOf = (number: number, known: Map<number, PieceFacts>): readonly TurnPiece[] =>
    (places.all(number) as { readonly place: number; readonly piece: number }[]).flatMap(({ place, piece }) => {
      const facts = known.get(piece) ?? readFacts(factsOf.get(piece));
      if (facts === null) return [];
      known.set(piece, facts);
      return [{ place: placeOf(place), number: piece, facts }];
    });
  const titleOf = (number: number): string => conversationTitle(piecesOf(number, new Map()).map(({ facts }) => facts));
  return {
    hasLinks: true,
    list: (limit) => {
      const rows = newest.all(limit) as { readonly conversation: ExchangeId }[];
      return rows.reverse().map(({ conversation }) => {
        const all = membersOf(conversation);
        const first = all[0];
        return summarize(conversation, all, first === undefined ? '' : titleOf(first.number));
      });
    },
    conversation: (id) => {
      const found = ofExchange.get(id) as { readonly conversation: ExchangeId } | undefined;
      if (found === undefined) return null;
      const known = new Map<number, PieceFacts>();
      const all = membersOf(found.conversation).map(
        ({ number, summary, ...link }): ConversationMember => ({
          link: { id: link.id, conversation: link.conversation, parent: link.parent, kind: link.kind },
          summary: JSON.parse(summary) as ExchangeSummary,
          pieces: piecesOf(number, known),
        }),
      );
      return buildConversation(found.conversation, all, prices());
    },
    version: (id) => {
      const row = extent.get(id) as
        | { readonly conversation: ExchangeId | null; count: number; newest: number }
        | undefined;
      return row?.conversation ? `${row.conversation} ${row.count} ${row.newest}` : null;
    },
    links: (ids) =>
      ids.flatMap((id) => {
        const row = linkOf.get(id) as (ConversationLink & { readonly number: number }) | undefined;
        if (row === undefined) return [];
        const { number, ...link } = row;
        const linked = withAttempts(link);
        return [link.kind === 'sub-agent' ? { ...linked, title: titleOf(number) } : linked];
      }),
    pieceText: (number) => {
      const row = textOf.get(number) as { readonly text: Uint8Array } | undefined;
      return row === undefined ? null : inflateRawSync(row.text).toString('utf8');
    },
  };
}

function readFacts(row: unknown): PieceFacts | null {
  return row === undefined ? null : (JSON.parse((row as { readonly facts: string }).facts) as PieceFacts);
}

function summarize(id: ExchangeId, members: readonly MemberRow[], title: string): ConversationSummary {
  const summaries = members.map(({ summary }) => JSON.parse(summary) as ExchangeSummary);
  const sum = (read: (summary: ExchangeSummary) => number | null): number =>
    summaries.reduce((total, summary) => total + (read(summary) ?? 0), 0);
  const models = new Set(summaries.flatMap(({ model }) => (model === null ? [] : [model])));
  return {
    id,
    exchangeCount: members.length,
    turnCount: members.filter(({ kind }) => kind !== 'retry').length,
    subAgentCount: members.filter(({ kind }) => kind === 'sub-agent').length,
    startedAt: summaries[0]?.startedAt ?? 0,
    endedAt: summaries.at(-1)?.endedAt ?? null,
    program: summaries[0]?.client.program ?? null,
    models: [...models],
    title: title || (summaries[0]?.row.text ?? ''),
    inputTokens: sum(({ usage }) => usage.inputTokens),
    outputTokens: sum(({ usage }) => usage.outputTokens),
  };
}
