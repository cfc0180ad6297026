/** What a sample answer says, in no wire format: the encoders beside this file say it in each. */

/** One run of the answer. A tool call's `text` is the JSON text of its arguments. */
export type SampleBlock = {
  readonly kind: 'reasoning' | 'text' | 'tool-call' | 'refusal';
  readonly text: string;
  readonly toolName?: string;
  /** Mean time between tokens. */
  readonly tokenMs: number;
  /** A silence of `ms` before the token that starts at or after character `at`. */
  readonly stall?: { readonly at: number; readonly ms: number };
};

export type SampleUsage = {
  /** Everything the model read, cached parts included. */
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
};

export type SampleScript = {
  /** The model name that asks for it. */
  readonly model: string;
  readonly firstTokenMs: number;
  /** One list of blocks per choice; formats without choices say the first. */
  readonly choices: readonly (readonly SampleBlock[])[];
  readonly finish: 'stop' | 'tool-calls' | 'refusal';
  readonly usage: SampleUsage;
  /** Ends the answer before its end, after so many tokens. */
  readonly breaksAfter?: { readonly tokens: number; readonly how: 'error' | 'cut' };
  /** Answered with this status and an error instead of the answer. */
  readonly refusedWith?: { readonly status: number; readonly retryAfterSeconds: number; readonly message: string };
};

export type SampleToken = {
  readonly choice: number;
  /** Position of its block among the choice's blocks. */
  readonly block: number;
  readonly text: string;
  readonly isFirstOfBlock: boolean;
  readonly isLastOfBlock: boolean;
  /** Time since the previous token of the stream (since the head, for the first). */
  readonly waitMs: number;
};

/** Words with the space before them, short runs of digits and signs: about what a tokenizer makes. Covers every character. */
const tokenPattern = /\s?\p{L}{1,8}|\s?\d{1,3}|\s?[^\s\p{L}\d]{1,2}|\s+/gu;

/** All tokens in the order in which they are sent; choices run beside each other. The same for the same script. */
export function scriptTokens(script: SampleScript): readonly SampleToken[] {
  const random = seededRandom(script.model);
  const timed = script.choices.flatMap((blocks, choice) => timeChoice(blocks, choice, script.firstTokenMs, random));
  timed.sort((left, right) => left.atMs - right.atMs);
  return timed.map(({ atMs, ...token }, index) => ({ ...token, waitMs: atMs - (timed[index - 1]?.atMs ?? 0) }));
}

function timeChoice(blocks: readonly SampleBlock[], choice: number, firstTokenMs: number, random: () => number) {
  let atMs = firstTokenMs;
  return blocks.flatMap((block, blockIndex) => {
    const texts = block.text.match(tokenPattern) ?? [''];
    let offset = 0;
    let hasStalled = block.stall === undefined;
    return texts.map((text, index) => {
      if (index + blockIndex > 0) atMs += block.tokenMs * jitter(random);
      if (!hasStalled && block.stall && offset >= block.stall.at) {
        atMs += block.stall.ms;
        hasStalled = true;
      }
      offset += text.length;
      const isLastOfBlock = index === texts.length - 1;
      return { choice, block: blockIndex, text, isFirstOfBlock: index === 0, isLastOfBlock, atMs };
    });
  });
}

/** Around 1: mostly even, sometimes two tokens at once, now and then a breath. */
function jitter(random: () => number): number {
  const roll = random();
  if (roll < 0.12) return 0.02;
  if (roll > 0.95) return 2 + random() * 1.5;
  return 0.55 + random() * 0.85;
}

/** mulberry32 seeded by a text: a sample looks the same each time. */
function seededRandom(seedText: string): () => number {
  let state = [...seedText].reduce((sum, character) => Math.imul(sum, 31) + character.charCodeAt(0), 7) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** What a provider would count for `tokens` of `script`. */
export function countTokens(script: SampleScript, tokens: readonly SampleToken[]) {
  const isReasoning = (token: SampleToken) => script.choices[token.choice]?.[token.block]?.kind === 'reasoning';
  const reasoning = tokens.filter(isReasoning).length;
  return { output: tokens.length, reasoning, total: script.usage.input + tokens.length };
}
