/** Commands about the live export of spans. */
import type { LiveSpans } from '../telemetry/live-spans.ts';
import { sendSpans } from '../telemetry/otlp-sender.ts';
import type { Handlers } from './typed-ipc.ts';

const testTimeoutMs = 5_000;

/** A test sends an empty list of spans. */
export function createTelemetryHandlers(spans: LiveSpans): Pick<Handlers, 'telemetry.status' | 'telemetry.test'> {
  return {
    'telemetry.status': () => spans.status(),
    'telemetry.test': async ({ endpoint }) => {
      const outcome = await sendSpans(endpoint, new Uint8Array(0), testTimeoutMs);
      return outcome.kind === 'sent'
        ? { isGood: true, text: 'The collector answers.' }
        : { isGood: false, text: outcome.reason };
    },
  };
}
