/** How an exchange ended, told in a sentence or two. Pure. */
import type { Completion } from '../../../shared/model/completion.ts';
import type { ExchangeDetail } from '../../../shared/model/exchange.ts';
import { countText, durationText, shortDurationText } from './figures.ts';
import type { StreamTrack } from './stream-track.ts';

export type EndStory = {
  readonly tone: 'danger' | 'warning';
  readonly title: string;
  readonly text: string;
  /** Short facts: type, request id, retry-after. */
  readonly facts: readonly string[];
};

/** Null for a good end. */
export function endStory(detail: ExchangeDetail, completion: Completion, track: StreamTrack): EndStory | null {
  const { summary } = detail;
  const error = completion.error ?? summary.providerError;
  const facts = [
    error?.type ?? null,
    error?.requestId ? `request ${error.requestId}` : null,
    error?.retryAfterSeconds != null ? `retry after ${error.retryAfterSeconds} s` : null,
  ].filter((fact) => fact !== null);
  const lived = summary.endedAt === null ? '' : ` after ${durationText(summary.endedAt - summary.startedAt)}`;
  if (summary.end === 'client-aborted') {
    const text = `It closed the connection${lived}. The upstream request was ended; what had arrived is kept.`;
    return { tone: 'warning', title: 'Your program went away', text, facts };
  }
  if (summary.end === 'interrupted') {
    const text = 'Wirelens ended while this ran. What had been written to disk is shown.';
    return { tone: 'warning', title: 'Recording was interrupted', text, facts };
  }
  if (summary.end === 'truncated') return truncatedStory(detail, completion, track, facts);
  if (detail.response?.isOurs === true) return ownStory(detail);
  if (error !== null) {
    const title =
      summary.status !== null && summary.status >= 400
        ? `The upstream answered ${summary.status}`
        : 'The upstream reported an error';
    return { tone: 'danger', title, text: error.message, facts };
  }
  if (summary.end === 'failed') {
    const text = summary.failure?.message ?? 'No reason is known.';
    return { tone: 'danger', title: 'The request failed', text, facts: summary.failure ? [summary.failure.kind] : [] };
  }
  if (summary.status !== null && summary.status >= 400) {
    return {
      tone: 'danger',
      title: `The upstream answered ${summary.status}`,
      text: 'See the raw body in Wire.',
      facts,
    };
  }
  return null;
}

/** Nothing came from an upstream: the answer was ours from its first byte. */
function ownStory({ summary }: ExchangeDetail): EndStory {
  const kind = summary.failure?.kind ?? null;
  const titles: Readonly<Record<string, string>> = {
    'upstream-disabled': 'The upstream is switched off',
    'no-route': 'No upstream for this path',
    'refused-by-policy': 'Wirelens refused this request',
  };
  const title = (kind === null ? undefined : titles[kind]) ?? 'The upstream did not answer';
  const text = summary.failure?.message ?? summary.providerError?.message ?? 'No reason is known.';
  return { tone: 'danger', title, text, facts: kind === null ? [] : [kind] };
}

function truncatedStory(
  detail: ExchangeDetail,
  completion: Completion,
  track: StreamTrack,
  facts: readonly string[],
): EndStory {
  const { summary } = detail;
  const choice = completion.choices[0];
  const last = choice?.blocks.at(-1);
  const inside =
    last === undefined || choice?.rawFinishReason != null
      ? 'before the end'
      : ({ 'tool-call': 'in the middle of a tool call', reasoning: 'in the middle of a thought' }[
          last.kind as string
        ] ?? 'in the middle of a sentence');
  const pieces = countPieces(track);
  const lastAt = track.progressLength > 0 ? (track.progressAt[track.progressLength - 1] as number) : null;
  const silence = lastAt === null || summary.endedAt === null ? 0 : summary.endedAt - track.startedAt - lastAt;
  const said = [
    `It answered ${summary.status ?? 'nothing'}`,
    pieces > 0 ? `wrote ${countText(pieces)} ${pieces === 1 ? 'piece' : 'pieces'}` : null,
    silence > 1000 ? `was silent for ${shortDurationText(silence)}` : null,
    completion.error ? `reported "${completion.error.message}"` : null,
  ].filter((word) => word !== null);
  const text = `${said.join(', ')}, and closed. ${summary.failure?.message ?? ''}`.trim();
  return { tone: 'danger', title: `The upstream stopped ${inside}`, text, facts };
}

function countPieces(track: StreamTrack): number {
  let count = 0;
  for (let index = 0; index < track.length; index += 1) if ((track.block[index] as number) >= 0) count += 1;
  return count;
}
