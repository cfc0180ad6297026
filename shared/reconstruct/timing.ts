/** When the model wrote and how fast: first and last token, tokens per second, an estimate of tokens while none are reported. */
import type { EventRecord } from '../model/event-record.ts';
import { lastContentKind, writtenCharacters } from './content-kind.ts';

export type TokenClock = {
  /** Epoch ms of the event that brought the first and the last content; null before it. */
  readonly firstTokenAt: number | null;
  readonly lastTokenAt: number | null;
  /** Characters the model wrote so far, all choices. */
  readonly characters: number;
};

export const stoppedClock: TokenClock = { firstTokenAt: null, lastTokenAt: null, characters: 0 };

/** The rule of thumb for English text, good for a `~` beside the number and nothing else. */
const charactersPerToken = 4;

/** Below this the rate is that of the network's buffers, not the model's. */
const minRateSpanMs = 10;

/** The clock after these events. Not for whole JSON bodies: their content came at once and says nothing of tokens. */
export function advanceClock(clock: TokenClock, records: readonly EventRecord[]): TokenClock {
  let { firstTokenAt, lastTokenAt, characters } = clock;
  for (const { deltas, receivedAt } of records) {
    if (lastContentKind(deltas) === null) continue;
    for (const delta of deltas) characters += writtenCharacters(delta);
    firstTokenAt ??= receivedAt;
    lastTokenAt = receivedAt;
  }
  return { firstTokenAt, lastTokenAt, characters };
}

/** About how many tokens `characters` are; null for none. */
export function estimatedTokens(characters: number): number | null {
  return characters === 0 ? null : Math.max(1, Math.round(characters / charactersPerToken));
}

/** Tokens per second from the first to the last token; null below two tokens, or where they came in one burst. */
export function tokensPerSecond(clock: TokenClock, tokens: number | null): number | null {
  if (tokens === null || tokens < 2 || clock.firstTokenAt === null || clock.lastTokenAt === null) return null;
  const spanMs = clock.lastTokenAt - clock.firstTokenAt;
  // The first token starts the span, so the span holds one token less.
  return spanMs < minRateSpanMs ? null : ((tokens - 1) * 1000) / spanMs;
}
