/** The words of the head: state pill and badges, with what proves them. Pure. */
import type { BlockKind } from '../../../shared/model/delta.ts';
import type { ExchangeDetail, ExchangeSummary } from '../../../shared/model/exchange.ts';
import type { IconName } from '../../ui/Icon.tsx';
import type { PillTone } from '../../ui/Pill.tsx';
import { countText, durationText, shortHash } from './figures.ts';

export type StateWords = {
  readonly text: string;
  readonly tone: PillTone;
  readonly isLive: boolean;
  readonly icon: IconName | null;
  readonly title: string;
};

const activityWords: Readonly<Record<BlockKind, { readonly text: string; readonly tone: PillTone }>> = {
  text: { text: 'writing', tone: 'text' },
  reasoning: { text: 'thinking', tone: 'reasoning' },
  refusal: { text: 'refusing', tone: 'text' },
  'tool-call': { text: 'writing a tool call', tone: 'tool' },
  'tool-result': { text: 'running a tool', tone: 'user' },
  image: { text: 'sending an image', tone: 'text' },
  audio: { text: 'sending audio', tone: 'text' },
  other: { text: 'streaming', tone: 'plain' },
};

/** How the exchange stands, in a few words. */
export function stateOf(summary: ExchangeSummary): StateWords {
  const plain = { isLive: true, icon: null, title: '' } as const;
  if (summary.phase === 'requesting') return { ...plain, text: 'sending the request', tone: 'plain' };
  if (summary.phase === 'waiting') return { ...plain, text: 'waiting for the answer', tone: 'plain' };
  if (summary.phase === 'streaming') {
    const words = summary.activity === null ? null : activityWords[summary.activity];
    const idle = summary.isWebSocket && !summary.turnOf ? 'open' : 'streaming';
    return { ...plain, text: words?.text ?? idle, tone: words?.tone ?? 'plain' };
  }
  return endWords(summary);
}

function endWords(summary: ExchangeSummary): StateWords {
  const { status, end, providerError, failure } = summary;
  const title = failure?.message ?? providerError?.message ?? '';
  const cause = providerError?.type ?? failure?.kind ?? null;
  const total = summary.endedAt === null ? null : durationText(summary.endedAt - summary.startedAt);
  const isBad = end !== 'complete' || providerError !== null || (status !== null && status >= 400);
  const head =
    end === 'complete' ? (summary.isWebSocket ? null : status) : status !== null && status >= 400 ? status : end;
  if (!isBad) {
    // A socket's 101 says nothing of how it went.
    const told = summary.isWebSocket ? null : status;
    const text = [told, summary.isWebSocket && !summary.turnOf ? 'closed' : 'complete', total]
      .filter((word) => word !== null)
      .join(', ');
    return { text, tone: 'plain', isLive: false, icon: null, title };
  }
  const reason = cause?.replace(/^wirelens[_-]/, '').replaceAll(/[_-]/g, ' ');
  const words = [end === 'client-aborted' ? 'aborted by the client' : head, reason, total];
  const isOwn = end === 'client-aborted' || end === 'interrupted';
  return {
    text: words.filter((word) => word !== null && word !== undefined).join(', '),
    tone: isOwn ? 'warning' : 'danger',
    isLive: false,
    icon: isOwn ? 'stop' : 'error',
    title,
  };
}

export type Badge = {
  readonly text: string;
  readonly tone: PillTone;
  readonly icon: IconName | null;
  readonly proof: string;
  /** It opens to the loss report. */
  readonly isReport?: true;
};

/** Badges of an ended exchange. */
export function badgesOf(summary: ExchangeSummary, detail: ExchangeDetail | null): readonly Badge[] {
  if (summary.phase !== 'ended') return [];
  const badges: Badge[] = [];
  const hash = detail?.responseDigest?.receivedSha256;
  if (summary.injectedBytes > 0) {
    const proof = 'Bytes that Wirelens added to the answer; see Bytes in the inspector.';
    badges.push({ text: `+${countText(summary.injectedBytes)} B by us`, tone: 'warning', icon: null, proof });
  } else if (summary.isVerbatim === true) {
    const proof = hash
      ? `SHA-256 received and sent are equal: ${shortHash(hash)}`
      : 'Bytes received and sent are equal.';
    badges.push({ text: 'verbatim', tone: 'plain', icon: 'shield', proof });
  } else if (summary.isVerbatim === false) {
    badges.push({
      text: 'not verbatim',
      tone: 'warning',
      icon: 'warning',
      proof: 'Sent bytes differ from received ones.',
    });
  }
  const tally = tallyBadge(summary);
  if (tally !== null) badges.push(tally);
  if (summary.captureProblem !== null) {
    badges.push({ text: 'capture incomplete', tone: 'warning', icon: 'warning', proof: summary.captureProblem });
  }
  return badges;
}

function tallyBadge(summary: ExchangeSummary): Badge | null {
  const { total, used, ignored, unknown, malformed } = summary.eventTally;
  if (total === 0) return null;
  const proof = `${used} used, ${ignored} ignored on purpose (pings, end marks), ${unknown} unknown, ${malformed} malformed`;
  const understood = used + ignored;
  if (understood === total) {
    const text = total === 1 ? '1 event, used' : `${countText(total)} events, all used`;
    return { text, tone: 'plain', icon: 'check', proof, isReport: true };
  }
  return {
    text: `${countText(understood)} of ${countText(total)} used`,
    tone: 'warning',
    icon: 'warning',
    proof,
    isReport: true,
  };
}
