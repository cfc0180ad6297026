/** What a row says in words: glyph, exception, live role. Pure; success is silent. */
import type { BlockKind } from '../../../shared/model/delta.ts';
import type { ExchangeSummary, FailureKind } from '../../../shared/model/exchange.ts';
import { isTunnel } from '../../../shared/reconstruct/is-tunnel.ts';
import type { IconName } from '../../ui/Icon.tsx';

export type RowGlyph = { readonly icon: IconName; readonly tone: string; readonly label: string };

/** Why this row is not a healthy, finished exchange; null where it is one (or runs). */
export function rowGlyph(summary: ExchangeSummary): RowGlyph | null {
  const words = exceptionWords(summary);
  if (summary.end === 'client-aborted') return { icon: 'stop', tone: 'tone-warning', label: 'aborted by the client' };
  if (words !== null) return { icon: 'error', tone: 'tone-danger', label: words };
  if (summary.captureProblem !== null) return { icon: 'warning', tone: 'tone-warning', label: summary.captureProblem };
  if (isTunnel(summary)) return { icon: 'tunnel', tone: 'tone-plain', label: 'tunnel, unread' };
  if (summary.isWebSocket && summary.turnOf === undefined)
    return { icon: 'socket', tone: 'tone-plain', label: 'socket' };
  return null;
}

const failureWords: Readonly<Record<FailureKind, string>> = {
  'upstream-disabled': 'switched off',
  'no-route': 'no upstream',
  'refused-by-policy': 'refused',
  dns: 'no such host',
  'connection-refused': 'refused',
  'connection-reset': 'reset',
  timeout: 'timed out',
  tls: 'TLS',
  'certificate-refused': 'not trusted',
  'upstream-closed': 'closed',
  protocol: 'not HTTP',
  internal: 'our fault',
};

/** The exception in a word or two, as line two shows it; null for a healthy exchange. A 200 is never written. */
export function exceptionWords(summary: ExchangeSummary): string | null {
  if (summary.end === 'client-aborted') return 'aborted';
  if (summary.status !== null && summary.status >= 400) return String(summary.status);
  if (summary.failure) return failureWords[summary.failure.kind];
  if (summary.providerError) return String(summary.providerError.status ?? summary.providerError.type ?? 'error');
  if (summary.end === 'truncated' || summary.end === 'interrupted') return summary.end;
  return null;
}

/** Class of the colour of what is arriving now. */
export function activityRole(activity: BlockKind | null): string {
  switch (activity) {
    case null:
      return 'role-frame';
    case 'reasoning':
      return 'role-reasoning';
    case 'tool-call':
      return 'role-tool';
    case 'tool-result':
      return 'role-user';
    default:
      return 'role-text';
  }
}

/** The state of a running exchange, for assistive technology. */
export function liveWords(summary: ExchangeSummary): string {
  if (isTunnel(summary)) return 'tunnel open, unread';
  if (summary.phase === 'requesting') return 'sending the request';
  if (summary.phase === 'waiting') return 'waiting for the answer';
  return summary.activity === null ? 'streaming' : `streaming ${summary.activity.replace('-', ' ')}`;
}

/** An answer is on its way: what a row shows from afar. Open tunnels and connections are no news. */
export function isAnswering(summary: ExchangeSummary): boolean {
  const isConnection = summary.isWebSocket && summary.turnOf === undefined;
  return summary.phase !== 'ended' && !isConnection && !isTunnel(summary);
}

/** The same in a word, for the eye. */
export function liveState(summary: ExchangeSummary): string {
  if (isTunnel(summary)) return 'open';
  if (summary.phase === 'requesting') return 'sending';
  if (summary.phase === 'waiting') return 'waiting';
  switch (summary.activity) {
    case 'reasoning':
      return 'thinking';
    case 'tool-call':
      return 'tool call';
    case 'text':
      return 'writing';
    default:
      return 'streaming';
  }
}

/** The whole row in one sentence, for assistive technology and tests. */
export function rowLabel(summary: ExchangeSummary): string {
  const { row, model, upstream, endpoint } = summary;
  const did = isTunnel(summary)
    ? `tunnel to ${summary.path}`
    : summary.method === 'CONNECT'
      ? `${summary.path}, ${connectWords(summary)}`
      : [row.label, row.text].filter(Boolean).join(' ') || `${summary.method} ${summary.target}`;
  const state = summary.phase === 'ended' ? (exceptionWords(summary) ?? summary.end ?? 'ended') : liveWords(summary);
  if (isTunnel(summary)) return `${did}, ${summary.phase === 'ended' ? (summary.end ?? 'ended') : 'open'}`;
  const where = upstream ? `${upstream}${endpoint ? `, ${endpoint}` : ''}` : 'no upstream';
  return [did, model, where, state].filter(Boolean).join(', ');
}

/** What became of a CONNECT that is no tunnel. */
export function connectWords({ failure, row }: ExchangeSummary): string {
  return failure?.kind === 'certificate-refused' ? 'our certificate was refused' : row.text;
}
