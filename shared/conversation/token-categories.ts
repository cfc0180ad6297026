/** Where the tokens of a request went. Providers report sums; the shares are estimated from characters and scaled to them. */
import type { TokenCategories, TurnPiece } from '../model/conversation.ts';
import type { Usage } from '../model/usage.ts';
import type { RequestPieces } from './turn-difference.ts';

/** English prose and code alike; only used where nothing was reported. */
const charactersPerToken = 4;

/** `isChained`: the history is with the provider; what the request does not account for is history. */
export function tokenCategories(
  request: RequestPieces,
  historyCount: number,
  answer: readonly TurnPiece[],
  usage: Usage,
  isChained: boolean,
): TokenCategories {
  const shares = {
    system: characters(request.system),
    tools: characters(request.tools),
    history: characters(request.messages.slice(0, historyCount)),
    new: characters(request.messages.slice(historyCount)),
  };
  const input = scaleInput(shares, usage.inputTokens, isChained);
  const reasoningCharacters = characters(answer.filter((piece) => isReasoning(piece)));
  const answerCharacters = characters(answer) - reasoningCharacters;
  const reasoning = usage.reasoningTokens ?? Math.round(reasoningCharacters / charactersPerToken);
  const written = usage.outputTokens === null ? null : Math.max(0, usage.outputTokens - reasoning);
  const output = written ?? Math.round(answerCharacters / charactersPerToken);
  return { ...input, reasoning, output, isScaled: usage.inputTokens !== null };
}

type InputShares = { readonly system: number; readonly tools: number; readonly history: number; readonly new: number };

function scaleInput(shares: InputShares, inputTokens: number | null, isChained: boolean): InputShares {
  const total = shares.system + shares.tools + shares.history + shares.new;
  const estimate = (count: number): number => Math.round(count / charactersPerToken);
  const plain = {
    system: estimate(shares.system),
    tools: estimate(shares.tools),
    history: estimate(shares.history),
    new: estimate(shares.new),
  };
  if (inputTokens === null || total === 0) return plain;
  const sent = plain.system + plain.tools + plain.new;
  if (isChained && sent < inputTokens) return { ...plain, history: inputTokens - sent };
  const scale = (count: number): number => Math.round((count / total) * inputTokens);
  const rest = { system: scale(shares.system), tools: scale(shares.tools), history: scale(shares.history) };
  // The last one takes what rounding left, so that the sum is what was reported.
  return { ...rest, new: Math.max(0, inputTokens - rest.system - rest.tools - rest.history) };
}

function characters(pieces: readonly TurnPiece[]): number {
  let sum = 0;
  for (const { facts } of pieces) sum += facts.characters;
  return sum;
}

function isReasoning({ facts }: TurnPiece): boolean {
  return facts.parts[0]?.kind === 'reasoning';
}
