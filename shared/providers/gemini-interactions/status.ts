/** An interaction's `status` as a finish reason. */
import type { FinishReason } from '../../model/delta.ts';

const reasons = new Map<string, FinishReason>(
  Object.entries({
    completed: 'stop',
    requires_action: 'tool-calls',
    incomplete: 'length',
    budget_exceeded: 'length',
    requires_continuation: 'pause',
    failed: 'error',
    cancelled: 'other',
  } satisfies { readonly [word: string]: FinishReason }),
);

const running: ReadonlySet<string> = new Set(['in_progress', 'queued']);

/** True while the interaction goes on (a background one, asked for by its id). */
export function isRunning(status: string): boolean {
  return running.has(status);
}

/** Unknown words become `other`. A completed interaction may still wait for a call's result. */
export function mapStatus(status: string, hasFunctionCall: boolean): FinishReason {
  const reason = reasons.get(status) ?? 'other';
  return reason === 'stop' && hasFunctionCall ? 'tool-calls' : reason;
}
