/** What a request adds to the one before it, and what it changed of what was already said. By pieces, so it reads no text. */
import type { PieceChange, TurnPiece } from '../model/conversation.ts';
import { chainParameters } from './link-keys.ts';

export type TurnDifference = {
  readonly added: readonly TurnPiece[];
  readonly changes: readonly PieceChange[];
  /** Messages, system prompt left out, that the parent's request had too (or that stand in their place). */
  readonly historyCount: number;
};

/** The request's pieces of one exchange by what they are. */
export type RequestPieces = {
  readonly system: readonly TurnPiece[];
  readonly messages: readonly TurnPiece[];
  readonly tools: readonly TurnPiece[];
  readonly parameters: readonly TurnPiece[];
};

/** Sorts the pieces of an exchange; blocks, headers and errors are left out. */
export function requestPieces(pieces: readonly TurnPiece[]): RequestPieces {
  const all = pieces.filter(({ place }) => place.kind === 'message');
  const first = all.findIndex(({ facts }) => facts.role !== 'system');
  const systemCount = first < 0 ? all.length : first;
  return {
    system: all.slice(0, systemCount),
    messages: all.slice(systemCount),
    tools: pieces.filter(({ place }) => place.kind === 'tool'),
    parameters: pieces.filter(({ place }) => place.kind === 'parameter'),
  };
}

/** Compares with the parent's request; `before` null: everything is new and nothing changed. */
export function turnDifference(before: RequestPieces | null, after: RequestPieces): TurnDifference {
  if (before === null) return { added: after.messages, changes: [], historyCount: 0 };
  const changes = [
    ...compareByPosition('system', before.system, after.system),
    ...compareByName('tool', before.tools, after.tools),
    ...compareByName('parameter', before.parameters.filter(isOwnParameter), after.parameters.filter(isOwnParameter)),
  ];
  // A chain names what came before instead of sending it again.
  const isChained = after.parameters.some((piece) => !isOwnParameter(piece));
  if (isChained) return { added: after.messages, changes, historyCount: 0 };
  const { boundary, gone, come } = alignHistory(before.messages, after.messages);
  const edited = compareByPosition('message', gone, come);
  return {
    added: withoutAnswer(after.messages.slice(boundary)),
    changes: [...changes, ...edited],
    historyCount: boundary,
  };
}

/** `gone`: messages of the parent that this one has no more; `come`: what it has within the boundary that was not there. */
type Alignment = {
  readonly boundary: number;
  readonly gone: readonly TurnPiece[];
  readonly come: readonly TurnPiece[];
};

/**
 * How far the parent's history reaches into this one: to the last message that both have, and at least as far as it did
 * when this one goes on behind it. A message counts as often as the parent had it: agents repeat their reminders, and
 * users their "go on", as new ones.
 */
function alignHistory(before: readonly TurnPiece[], after: readonly TurnPiece[]): Alignment {
  const isKept = sharedPlaces(after, before);
  const isStillThere = sharedPlaces(before, after);
  const isLonger = after.length > before.length && isKept.includes(true);
  const boundary = Math.max(isKept.lastIndexOf(true) + 1, isLonger ? before.length : 0);
  return {
    boundary,
    gone: before.filter((_, at) => !isStillThere[at]),
    come: after.slice(0, boundary).filter((_, at) => !isKept[at]),
  };
}

/** For each of `pieces`: is it one of `others`, each of which answers for one? */
function sharedPlaces(pieces: readonly TurnPiece[], others: readonly TurnPiece[]): readonly boolean[] {
  const left = new Map<number, number>();
  for (const { number } of others) left.set(number, (left.get(number) ?? 0) + 1);
  return pieces.map(({ number }) => {
    const count = left.get(number) ?? 0;
    left.set(number, count - 1);
    return count > 0;
  });
}

/** The parent's answer comes back as the first of what is new: it was seen before. */
function withoutAnswer(added: readonly TurnPiece[]): readonly TurnPiece[] {
  const first = added.findIndex(({ facts }) => facts.role !== 'assistant');
  return first < 0 ? [] : added.slice(first);
}

function isOwnParameter({ facts }: TurnPiece): boolean {
  return !chainParameters.includes(facts.name ?? '');
}

function compareByName(
  what: PieceChange['what'],
  before: readonly TurnPiece[],
  after: readonly TurnPiece[],
): readonly PieceChange[] {
  const earlier = new Map(before.map((piece) => [piece.facts.name, piece]));
  const later = new Map(after.map((piece) => [piece.facts.name, piece]));
  const changes: PieceChange[] = [];
  for (const [name, piece] of later) {
    const old = earlier.get(name) ?? null;
    if (old?.number === piece.number) continue;
    changes.push({ kind: old === null ? 'added' : 'changed', what, name: name ?? '', before: old, after: piece });
  }
  for (const [name, piece] of earlier) {
    if (!later.has(name)) changes.push({ kind: 'removed', what, name: name ?? '', before: piece, after: null });
  }
  return changes;
}

/** The nth of what is gone against the nth of what came in its place. */
function compareByPosition(
  what: PieceChange['what'],
  before: readonly TurnPiece[],
  after: readonly TurnPiece[],
): readonly PieceChange[] {
  const changes: PieceChange[] = [];
  for (let at = 0; at < Math.max(before.length, after.length); at += 1) {
    const old = before[at] ?? null;
    const now = after[at] ?? null;
    if (old?.number === now?.number) continue;
    const kind = old === null ? 'added' : now === null ? 'removed' : 'changed';
    const name = what === 'system' ? 'system prompt' : ((now ?? old)?.facts.role ?? 'message');
    changes.push({ kind, what, name, before: old, after: now });
  }
  return changes;
}
