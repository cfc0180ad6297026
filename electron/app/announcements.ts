/** What is worth an announcement while nobody looks, and in which words. Pure but for what it remembers: which endpoints are down. */
import type { NotificationSettings } from '../../shared/model/desktop.ts';
import type { ExchangeId, ExchangeSummary, FailureKind } from '../../shared/model/exchange.ts';
import type { StartedProgram } from '../../shared/model/program.ts';

export type Announcement = {
  readonly kind: 'error' | 'finished' | 'down' | 'program';
  readonly title: string;
  readonly body: string;
  /** What a click opens; null: the programs. */
  readonly id: ExchangeId | null;
};

export type Announcer = {
  /** An exchange has ended. Null: nothing to say. */
  readonly ended: (summary: ExchangeSummary, settings: NotificationSettings) => Announcement | null;
  readonly programChanged: (program: StartedProgram, settings: NotificationSettings) => Announcement | null;
};

/** The endpoint cannot be reached, whatever is asked of it. */
const downKinds: ReadonlySet<FailureKind> = new Set(['dns', 'connection-refused', 'timeout', 'tls']);
const longestBody = 200;

/** Everything is up. */
export function createAnnouncer(): Announcer {
  const down = new Set<string>();
  return {
    ended: (summary, settings) => {
      if (summary.method === 'CONNECT' || summary.end === 'client-aborted' || summary.end === 'interrupted')
        return null;
      const endpoint = `${summary.upstream}/${summary.endpoint}`;
      const isDown = summary.failure !== null && downKinds.has(summary.failure.kind);
      const wasDown = down.has(endpoint);
      if (isDown) down.add(endpoint);
      else if (summary.status !== null) down.delete(endpoint);
      if (!settings.isEnabled) return null;
      if (isDown && settings.upstreamDown) return wasDown ? null : downWords(summary);
      if (isError(summary)) return settings.errors ? errorWords(summary) : null;
      return finishedWords(summary, settings.finishedAfterSeconds);
    },
    programChanged: ({ name, state, startedAt, endedAt, exitStatus }, { isEnabled, finishedAfterSeconds }) => {
      if (!isEnabled || state !== 'ended' || endedAt === null || finishedAfterSeconds === null) return null;
      const durationMs = endedAt - startedAt;
      if (durationMs < finishedAfterSeconds * 1000) return null;
      const status = exitStatus === null || exitStatus === 0 ? '' : `, status ${exitStatus}`;
      return {
        kind: 'program',
        title: `${plain(name)} is done`,
        body: `After ${duration(durationMs)}${status}.`,
        id: null,
      };
    },
  };
}

/** What was gathered while one error after the other came, as one; a click opens the last. */
export function joinErrors(announcements: readonly Announcement[]): Announcement | null {
  const last = announcements.at(-1);
  if (last === undefined || announcements.length === 1) return last ?? null;
  return { ...last, title: `${announcements.length} exchanges failed`, body: `The last: ${last.title}. ${last.body}` };
}

function isError(summary: ExchangeSummary): boolean {
  const isBadStatus = summary.status !== null && summary.status >= 400;
  return summary.end !== 'complete' || isBadStatus || summary.providerError !== null;
}

function downWords({ id, upstream, endpoint, failure }: ExchangeSummary): Announcement {
  const where = [upstream, endpoint].filter(Boolean).join(', ') || 'The upstream';
  return { kind: 'down', title: `${plain(where)} does not answer`, body: plain(failure?.message ?? ''), id };
}

function errorWords({ id, model, upstream, status, end, failure, providerError }: ExchangeSummary): Announcement {
  const what = status !== null && status >= 400 ? `${status}` : end === 'truncated' ? 'cut' : 'failed';
  const title = plain(`${model ?? upstream ?? 'An exchange'}: ${what}`);
  return { kind: 'error', title, body: plain(providerError?.message ?? failure?.message ?? ''), id };
}

function finishedWords(
  { id, model, upstream, startedAt, endedAt, row }: ExchangeSummary,
  afterSeconds: number | null,
): Announcement | null {
  const durationMs = endedAt === null ? 0 : endedAt - startedAt;
  if (afterSeconds === null || durationMs < afterSeconds * 1000) return null;
  const title = plain(`${model ?? upstream ?? 'An exchange'} is done, after ${duration(durationMs)}`);
  return { kind: 'finished', title, body: plain([row.label, row.text].filter(Boolean).join(' ')), id };
}

function duration(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** Captured text in a place that may read markup: in one line, short, and without what begins a tag or an entity. */
function plain(text: string): string {
  const line = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  const safe = line.replaceAll('<', '‹').replaceAll('>', '›').replaceAll('&', '＆');
  return safe.length > longestBody ? `${safe.slice(0, longestBody)}…` : safe;
}
