/** Differences that are facts about an SDK's release, each with the place in its source: our reading is right, or no worse. */
import type { WireFormat } from '../../../shared/model/wire-format.ts';

export type SdkFact = {
  readonly format: WireFormat;
  readonly why: string;
  /** Where in the SDK's source. */
  readonly place: string;
};

/** `shown`: what the difference looks like, as `differences` writes it. */
type ShownFact = SdkFact & { readonly shown: RegExp };

/** Of the installed releases. `openai` 7.57 does as we do: `npm run differential -- --openai <its folder>`. */
export const sdkFacts: readonly ShownFact[] = [
  {
    format: 'openai-chat',
    shown: /^native\.choices\.\d+\.logprobs\b/,
    why: 'openai 6 gives a choice that begins with log probabilities its first list twice: it is pushed onto itself; 7 does not',
    place: '`lib/ChatCompletionStream`, accumulateChatCompletion, `choice.logprobs.content.push(...content)`',
  },
  {
    format: 'openai-chat',
    shown: /^native\.choices\.\d+\.message\.content: ours "", theirs null$/,
    why: 'openai 6 makes null of content that is empty in every piece; 7 keeps the empty text',
    place: '`lib/ChatCompletionStream`, accumulateChatCompletion, `if (content)`',
  },
  {
    format: 'openai-chat',
    shown: /^native\.obfuscation: ours nothing/,
    why: 'openai 6 leaves the padding of the last chunk in the completion; 7 takes it out',
    place: '`lib/ChatCompletionStream`, accumulateChatCompletion, `const { choices, ...rest } = chunk`',
  },
  {
    format: 'openai-responses',
    shown: /^the SDK refuses it: Unhandled response stream event.*response\.(shell_call|compaction)/,
    why: 'openai 6 refuses events of shells and of compaction, which came later; 7 knows them',
    place: '`lib/responses/ResponseAccumulator`, assertNever',
  },
  {
    format: 'openai-responses',
    shown: /^native\.output\.\d+\.content\.\d+\.logprobs/,
    why: 'openai 6 does not gather the log probabilities of pieces; 7 does where each token has its bytes',
    place: '`lib/responses/ResponseAccumulator`, `response.output_text.delta`',
  },
];

/** Found on streams that break their format, where we read on; these are not part of the runs. */
export const factsBesideStreams: readonly SdkFact[] = [
  {
    format: 'openai-chat',
    why: 'Text that comes as a number is joined as its digits; we leave it out',
    place: '`lib/ChatCompletionStream`, accumulateChatCompletion, `choice.message.content + content`',
  },
  {
    format: 'openai-chat',
    why: 'Content that is a list is joined as `[object Object]`; we keep its parts',
    place: '`lib/ChatCompletionStream`, accumulateChatCompletion, `choice.message.content + content`',
  },
  {
    format: 'anthropic-messages',
    why: 'An event whose data has no type is skipped; we take the name of the SSE event for it',
    place: '`lib/BetaMessageStream`, accumulateMessage, `switch (event.type)`',
  },
  {
    format: 'anthropic-messages',
    why: 'Input that is no JSON when its block ends stops the stream with an error; we keep it as text and read on',
    place: '`lib/BetaMessageStream`, accumulateMessage, `content_block_stop`',
  },
];

/** Why they differ there; null where that is our fault. */
export function factOf(format: WireFormat, difference: string): SdkFact | null {
  return sdkFacts.find((fact) => fact.format === format && fact.shown.test(difference)) ?? null;
}
