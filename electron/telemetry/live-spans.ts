/**
 * Spans of exchanges to a collector as they end. Only ids wait here: the spans are made from the store by the query
 * worker when they are sent, so a collector that is away costs neither memory nor traffic. What waits is bounded, and so
 * is every retry; trouble is said once, and once when it is over.
 */
import type { ExchangeId, ExchangeSummary } from '../../shared/model/exchange.ts';
import type { TelemetrySettings, TelemetryStatus } from '../../shared/model/telemetry.ts';
import { isTunnel } from '../../shared/reconstruct/is-tunnel.ts';
import { defaultSharingRules } from '../../shared/sharing/rules.ts';
import type { Queries } from '../storage/queries-api.ts';
import { type SendOutcome, sendSpans } from './otlp-sender.ts';

export type LiveSpansOptions = {
  readonly queries: Pick<Queries, 'export'>;
  /** What ended is on disk afterwards. */
  readonly flush: () => Promise<void>;
  readonly onNotice: (title: string, text: string) => void;
  /** What ends within this time goes together; also the first wait after a failure. */
  readonly gatherMs?: number;
};

export type LiveSpans = {
  /** Where to; `isEnabled` false: nowhere, and what waits is let go. */
  readonly follow: (settings: TelemetrySettings) => void;
  readonly ended: (summary: ExchangeSummary) => void;
  /** The same for JSON texts of summaries, which are read only while spans go anywhere. */
  readonly endedTexts: (summaries: readonly string[]) => void;
  readonly status: () => TelemetryStatus;
  /** Sends what waits, once, within a few seconds. */
  readonly dispose: () => Promise<void>;
};

const maxWaiting = 2048;
/** With content a request is large: collectors take 4 MB and more. */
const spansAtOnce = 64;
const contentsAtOnce = 8;
const maxAttempts = 10;
const longestWaitMs = 60_000;
const lastTryMs = 2_000;

/** Sends nothing until it is told whereto. `gatherMs`: how long ended exchanges wait for others. */
export function createLiveSpans({ queries, flush, onNotice, gatherMs = 1000 }: LiveSpansOptions): LiveSpans {
  let target: TelemetrySettings | null = null;
  let followed = '';
  let waiting: readonly ExchangeId[] = [];
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let attempts = 0;
  let [sent, lost] = [0, 0];
  let problem: string | null = null;
  let isToldOf = false;

  const letGo = (ids: readonly ExchangeId[]): void => {
    const gone = new Set(ids);
    waiting = waiting.filter((id) => !gone.has(id));
    attempts = 0;
  };
  const tellTrouble = (reason: string): void => {
    problem = reason;
    if (isToldOf) return;
    isToldOf = true;
    onNotice('Traces are not being sent', `${reason} Traffic and capture are not touched.`);
  };
  const tellRecovery = (): void => {
    problem = null;
    if (!isToldOf) return;
    isToldOf = false;
    onNotice('Traces are sent again', lost === 0 ? 'None is missing.' : `${lost} exchanges were not sent.`);
  };
  /** How long to wait before the next attempt; null: go on at once. */
  const takeOutcome = (outcome: SendOutcome, ids: readonly ExchangeId[]): number | null => {
    if (outcome.kind === 'again' && attempts + 1 < maxAttempts) {
      attempts += 1;
      // A collector that restarts is away for a moment: that alone is no news.
      if (attempts > 1) tellTrouble(outcome.reason);
      return Math.min(longestWaitMs, Math.max(outcome.afterMs ?? 0, gatherMs * 2 ** (attempts - 1)));
    }
    letGo(ids);
    if (outcome.kind === 'sent') {
      sent += ids.length;
      if (outcome.warning === null) tellRecovery();
      else tellTrouble(outcome.warning);
    } else {
      lost += ids.length;
      tellTrouble(outcome.reason);
    }
    return null;
  };
  const sendSome = async (to: TelemetrySettings, timeoutMs?: number): Promise<number | null> => {
    const ids = waiting.slice(0, to.withContent ? contentsAtOnce : spansAtOnce);
    try {
      await flush();
      const pieces: Uint8Array[] = [];
      const sharing = to.withContent && to.isRedacting ? { rules: defaultSharingRules, keep: [] } : null;
      const options = { sharing, withContent: to.withContent };
      await queries.export(ids, 'otlp-protobuf', (bytes) => void pieces.push(bytes), options);
      const body = Buffer.concat(pieces);
      // Nothing of them is an inference, or they were deleted.
      const outcome = body.length === 0 ? nothingToSend : await sendSpans(to.endpoint, body, timeoutMs);
      // Another collector gets its own attempt.
      return to === target || outcome.kind === 'sent' ? takeOutcome(outcome, ids) : null;
    } catch (error) {
      return takeOutcome({ kind: 'refused', reason: `Spans could not be made: ${String(error)}.` }, ids);
    }
  };
  const run = async (): Promise<void> => {
    while (target !== null && waiting.length > 0) {
      const waitMs = await sendSome(target);
      if (waitMs !== null) return arm(waitMs);
    }
  };
  const arm = (waitMs: number): void => {
    if (timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      running = run().finally(() => {
        running = null;
        if (timer === null && waiting.length > 0) arm(gatherMs);
      });
    }, waitMs);
    timer.unref();
  };
  const disarm = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  const ended = (summary: ExchangeSummary): void => {
    if (target === null || isTunnel(summary)) return;
    waiting = [...waiting, summary.id];
    if (waiting.length > maxWaiting) {
      waiting = waiting.slice(1);
      lost += 1;
    }
    if (running === null) arm(gatherMs);
  };

  return {
    follow: (settings) => {
      if (JSON.stringify(settings) === followed) return;
      followed = JSON.stringify(settings);
      disarm();
      const isSameEndpoint = settings.endpoint === target?.endpoint;
      target = settings.isEnabled && settings.endpoint !== '' ? settings : null;
      attempts = 0;
      if (target === null || !isSameEndpoint) {
        problem = null;
        isToldOf = false;
      }
      if (target === null) waiting = [];
      else if (waiting.length > 0) arm(gatherMs);
    },
    ended,
    endedTexts: (summaries) => {
      if (target === null) return;
      for (const text of summaries) ended(JSON.parse(text) as ExchangeSummary);
    },
    status: () => ({ sent, waiting: waiting.length, lost, problem }),
    dispose: async () => {
      disarm();
      const to = target;
      if (to !== null && running === null && attempts === 0) {
        for (let round = 0; waiting.length > 0 && round < 4; round += 1) {
          if ((await sendSome(to, lastTryMs)) !== null) break;
        }
      }
      target = null;
      disarm();
    },
  };
}

const nothingToSend: SendOutcome = { kind: 'sent', warning: null };
