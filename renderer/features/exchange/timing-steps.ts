/** The steps of an exchange in time, for the inspector. All in ms since its start. Pure. */
import type { ExchangeDetail } from '../../../shared/model/exchange.ts';

export type TimingStep = {
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  /** The figure: a length for steps, the moment for first byte and first token. */
  readonly shownMs: number;
  /** Words in place of the bar. */
  readonly note: string | null;
  readonly title: string;
};

/** Steps that are known, in order. `firstTokenMs` as decoded; `nowMs` ends what still runs. */
export function timingSteps(detail: ExchangeDetail, firstTokenMs: number | null, nowMs: number): readonly TimingStep[] {
  const { summary, connection, start } = detail;
  const since = (at: number | null | undefined): number | null =>
    at == null ? null : Math.max(0, at - start.startedAt);
  const endMs = since(summary.endedAt) ?? nowMs;
  const sentMs = since(connection?.requestSentAt);
  const firstByteMs = since(summary.firstByteAt);
  const tokenMs = firstTokenMs ?? since(summary.firstTokenAt);
  const steps: TimingStep[] = [];
  const add = (
    name: string,
    startMs: number,
    until: number,
    shownMs: number,
    title: string,
    note: string | null = null,
  ) => steps.push({ name, startMs, endMs: Math.max(startMs, until), shownMs, note, title });
  if (connection?.isReused) add('connect', 0, 0, 0, 'An open connection was used again', 'reused');
  else if (connection?.connectStartedAt != null) {
    const from = since(connection.connectStartedAt) ?? 0;
    const until = since(connection.securedAt ?? connection.connectedAt) ?? from;
    add('connect', from, until, until - from, connection.securedAt === null ? 'TCP' : 'DNS, TCP and TLS');
  }
  if (sentMs !== null) add('sent', 0, sentMs, sentMs, 'Last byte of the request handed over');
  if (firstByteMs !== null) add('first byte', sentMs ?? 0, firstByteMs, firstByteMs, 'First byte of the answer');
  if (tokenMs !== null) add('first token', firstByteMs ?? 0, tokenMs, tokenMs, 'First piece of content');
  if (tokenMs !== null) {
    const lastMs = since(summary.lastByteAt) ?? endMs;
    const until = summary.phase === 'ended' ? lastMs : nowMs;
    add('stream', tokenMs, until, Math.max(0, until - tokenMs), 'From the first piece of content to the last byte');
  }
  add('total', 0, endMs, endMs, 'From the request to the end');
  return steps;
}
