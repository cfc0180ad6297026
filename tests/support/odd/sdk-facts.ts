/** Differences that are facts about an SDK's release, each with the place in its source: our reading is right, or no worse. */
import type { WireFormat } from '../../../shared/model/wire-format.ts';

export type SdkFact = {
  readonly format: WireFormat;
  /** What the difference looks like, as `differences` writes it. */
  readonly shown: RegExp;
  readonly why: string;
};

/** Of the installed releases. `openai` 7.57, whose Node is newer than our oldest, reads on at all of these: `npm run differential -- --openai <its folder>`. */
export const sdkFacts: readonly SdkFact[] = [
  {
    format: 'openai-chat',
    shown: /^native\.choices\.\d+\.logprobs\b/,
    why: 'openai 6: a choice that begins with logprobs gets its first list twice (ChatCompletionStream.accumulateChatCompletion pushes the list onto itself)',
  },
  {
    format: 'openai-chat',
    shown: /^native\.choices\.\d+\.message\.content: ours "", theirs null$/,
    why: 'openai 6: content that is empty in every piece becomes null (accumulateChatCompletion: `if (content)`)',
  },
  {
    format: 'openai-chat',
    shown: /^native\.obfuscation: ours nothing/,
    why: 'openai 6: the padding of the last chunk stays in the completion (accumulateChatCompletion: `...rest`)',
  },
  {
    format: 'openai-responses',
    shown: /^the SDK refuses it: Unhandled response stream event.*response\.(shell_call|compaction)/,
    why: 'openai 6: events of shells and of compaction came later (ResponseAccumulator: assertNever)',
  },
  {
    format: 'openai-responses',
    shown: /^native\.output\.\d+\.content\.\d+\.logprobs/,
    why: 'openai 6: the log probabilities of pieces are not gathered, only those of the finished part (ResponseAccumulator: response.output_text.delta)',
  },
];

/** Why they differ there; null where that is our fault. */
export function factOf(format: WireFormat, difference: string): SdkFact | null {
  return sdkFacts.find((fact) => fact.format === format && fact.shown.test(difference)) ?? null;
}
