/**
 * A conversation as a tree of turns, told in reading order. Attempts of one request are one turn; several continuations
 * of a turn are a main line (the one that went furthest) and branches; a sub-agent stands below the turn that started it.
 */
import type { Conversation, ConversationLink, Turn, TurnPiece } from '../model/conversation.ts';
import type { ExchangeId, ExchangeSummary } from '../model/exchange.ts';
import { costOf } from '../prices/cost.ts';
import type { PriceEntry } from '../prices/price-table.ts';
import { chainParameters } from './link-keys.ts';
import { tokenCategories } from './token-categories.ts';
import { type RequestPieces, requestPieces, turnDifference } from './turn-difference.ts';

/** An exchange of the conversation, as stored. */
export type ConversationMember = {
  readonly link: ConversationLink;
  readonly summary: ExchangeSummary;
  readonly pieces: readonly TurnPiece[];
};

type Node = {
  readonly head: ConversationMember;
  readonly attempts: ConversationMember[];
  readonly children: Node[];
  /** Turns on the longest line from here on. */
  reach: number;
};

type Place = { readonly label: string; readonly depth: number; readonly isBranch: boolean };

/** Null when there are no members. Members may come in any order; one whose parent is gone stands as a beginning. */
export function buildConversation(
  id: ExchangeId,
  members: readonly ConversationMember[],
  prices?: readonly PriceEntry[],
): Conversation | null {
  const roots = linkNodes(members);
  if (roots.length === 0) return null;
  const turns: Turn[] = [];
  roots.forEach((root, index) => {
    writeLine(root, null, { prefix: index === 0 ? '' : `${index + 1}.`, depth: 0, isBranch: false }, turns, prices);
  });
  const costs = turns.map(({ costUsd }) => costUsd);
  const known = costs.filter((cost) => cost !== null);
  return {
    id,
    title: titleOf(members),
    turns,
    subAgentCount: members.filter(({ link }) => link.kind === 'sub-agent').length,
    costUsd: known.length === 0 ? null : known.reduce((sum, cost) => sum + cost, 0),
    isCostWhole: known.length === costs.length,
  };
}

function linkNodes(members: readonly ConversationMember[]): readonly Node[] {
  const sorted = members.toSorted((left, right) => (left.link.id < right.link.id ? -1 : 1));
  const nodes = new Map<ExchangeId, Node>();
  const roots: Node[] = [];
  for (const member of sorted) {
    const { id, parent, kind } = member.link;
    const above = parent === null ? undefined : nodes.get(parent);
    if (kind === 'retry' && above !== undefined) {
      above.attempts.push(member);
      nodes.set(id, above);
      continue;
    }
    const node: Node = { head: member, attempts: [member], children: [], reach: 1 };
    nodes.set(id, node);
    (above?.children ?? roots).push(node);
  }
  // Children come after their parents, so from the end on every reach below is known.
  for (const node of [...new Set(nodes.values())].reverse()) {
    for (const child of node.children)
      if (child.head.link.kind !== 'sub-agent') node.reach = Math.max(node.reach, child.reach + 1);
  }
  return roots;
}

type LinePlace = { readonly prefix: string; readonly depth: number; readonly isBranch: boolean };

/** One line of turns to its end; what hangs off each of them is written behind it. */
function writeLine(
  first: Node,
  before: Node | null,
  { prefix, depth, isBranch }: LinePlace,
  turns: Turn[],
  prices: readonly PriceEntry[] | undefined,
): void {
  let node: Node | undefined = first;
  let parent = before;
  for (let count = 1; node !== undefined; count += 1) {
    const label = `${prefix}${count}`;
    turns.push(toTurn(node, parent, { label, depth, isBranch }, prices));
    const agents = node.children.filter(({ head }) => head.link.kind === 'sub-agent');
    const lines: readonly Node[] = node.children.filter(({ head }) => head.link.kind !== 'sub-agent');
    const main: Node | undefined = lines.reduce<Node | undefined>(
      (best, line) => (best && best.reach > line.reach ? best : line),
      undefined,
    );
    const aside = [...agents, ...lines.filter((line) => line !== main)];
    for (const [index, side] of aside.entries()) {
      const isAgent = side.head.link.kind === 'sub-agent';
      const place = { prefix: `${label}${letter(index)}.`, depth: depth + 1, isBranch: !isAgent };
      writeLine(side, isAgent ? null : node, place, turns, prices);
    }
    parent = node;
    node = main;
  }
}

function toTurn(node: Node, parent: Node | null, place: Place, prices: readonly PriceEntry[] | undefined): Turn {
  const member = bestAttempt(node.attempts);
  const request = requestPieces(member.pieces);
  const { added, changes, historyCount } = turnDifference(parent === null ? null : requestOf(parent), request);
  const answer = member.pieces.filter(({ place: { kind } }) => kind === 'block');
  const isChained = request.parameters.some(({ facts }) => chainParameters.includes(facts.name ?? ''));
  const { summary } = member;
  return {
    id: summary.id,
    summary,
    link: node.head.link,
    ...place,
    attempts: node.attempts.map(({ link }) => link.id),
    added,
    changes,
    answer,
    tokens: tokenCategories(request, historyCount, answer, summary.usage, isChained),
    costUsd: costOf(summary.model, summary.usage, prices)?.totalUsd ?? null,
  };
}

function requestOf(node: Node): RequestPieces {
  return requestPieces(node.head.pieces);
}

/** The last one that went well; else the last one. */
function bestAttempt(attempts: readonly ConversationMember[]): ConversationMember {
  const isGood = ({ summary }: ConversationMember): boolean =>
    summary.end === 'complete' && (summary.status ?? 500) < 400;
  return attempts.findLast(isGood) ?? (attempts.at(-1) as ConversationMember);
}

/** a, b, …, z, then z26 and so on: more side lines than letters are rare, and must still differ. */
function letter(index: number): string {
  return index < 26 ? String.fromCharCode(97 + index) : `z${index}`;
}

/** The last text of the first user message: what agents put before it is context. */
function titleOf(members: readonly ConversationMember[]): string {
  const first = members.toSorted((left, right) => (left.link.id < right.link.id ? -1 : 1))[0];
  return conversationTitle(first?.pieces.map(({ facts }) => facts) ?? []) || (first?.summary.row.text ?? '');
}

/** A title out of the facts of a request's messages; empty when no user speaks in them. */
export function conversationTitle(facts: readonly TurnPiece['facts'][]): string {
  const user = facts.find(({ kind, role }) => kind === 'message' && role === 'user');
  const texts = (user?.parts ?? []).filter(({ kind }) => kind === 'text');
  return (texts.findLast(({ text }) => text !== '' && !text.startsWith('<')) ?? texts.at(-1))?.text ?? '';
}
