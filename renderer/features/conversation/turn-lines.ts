/** A turn in lines: what its request added (+), what it changed (~), what came back (→). Pure. */
import type { PartFacts, PieceChange, Turn, TurnPiece } from '../../../shared/model/conversation.ts';

export type TurnLine = {
  readonly key: string;
  readonly sign: '+' | '~' | '→';
  readonly role: 'user' | 'system' | 'tool' | 'reasoning' | 'text' | 'warning';
  readonly name: string;
  readonly text: string;
  readonly characters: number;
  /** Of a change: what can be compared. */
  readonly change: PieceChange | null;
};

/** Shown of each kind before the turn is opened. */
const shortCount = 4;

/** Lines of a turn, and how many were left out. */
export function turnLines(
  turn: Turn,
  isOpen: boolean,
): { readonly lines: readonly TurnLine[]; readonly hidden: number } {
  const added = turn.added.flatMap((piece) => piece.facts.parts.map((part, at) => addedLine(piece, part, at)));
  const changed = turn.changes.map(changeLine);
  const answered = turn.answer.flatMap((piece) => piece.facts.parts.map((part, at) => answerLine(piece, part, at)));
  const groups = [added, changed, answered];
  const shown = isOpen ? groups : groups.map((lines) => lines.slice(0, shortCount));
  const total = groups.reduce((sum, lines) => sum + lines.length, 0);
  const lines = shown.flat();
  return { lines, hidden: total - lines.length };
}

function addedLine({ facts, place }: TurnPiece, part: PartFacts, at: number): TurnLine {
  const isResult = part.kind === 'tool-result';
  const isContext = part.kind === 'text' && part.text.startsWith('<');
  const role = facts.role === 'system' ? 'system' : facts.role === 'assistant' ? 'text' : 'user';
  const name = isResult ? 'result' : isContext ? 'context' : part.kind === 'text' ? (facts.role ?? 'user') : part.kind;
  return {
    key: `+${place.index}.${at}`,
    sign: '+',
    role,
    name: part.kind === 'tool-call' ? (part.name ?? 'call') : name,
    text: part.text,
    characters: part.characters,
    change: null,
  };
}

function answerLine({ place }: TurnPiece, part: PartFacts, at: number): TurnLine {
  const isCall = part.kind === 'tool-call';
  const role = isCall ? 'tool' : part.kind === 'reasoning' ? 'reasoning' : 'text';
  const name = isCall
    ? (part.name ?? 'call')
    : part.kind === 'reasoning'
      ? 'Reasoning'
      : part.kind === 'text'
        ? 'Text'
        : part.kind;
  return {
    key: `→${place.index}.${at}`,
    sign: '→',
    role,
    name,
    text: part.text,
    characters: part.characters,
    change: null,
  };
}

function changeLine(change: PieceChange, at: number): TurnLine {
  const { kind, what, name } = change;
  const subject =
    what === 'tool' || what === 'parameter' ? `${what} ${name}` : what === 'message' ? `${name} message` : name;
  const value = what === 'parameter' ? parameterWords(change) : '';
  return {
    key: `~${at}`,
    sign: '~',
    role: 'warning',
    name: kind,
    text: `${subject}${value}`,
    characters: 0,
    change,
  };
}

function parameterWords({ before, after }: PieceChange): string {
  const words = [before, after].map((piece) => piece?.facts.parts[0]?.text ?? null);
  return words.every((word) => word !== null) ? `: ${words[0]} → ${words[1]}` : `: ${words[1] ?? words[0] ?? ''}`;
}
