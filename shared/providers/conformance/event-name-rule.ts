/** The SSE event name against the type in the data: a format that sends both must say the same twice. */
import type { StreamEvent } from '../../model/stream-event.ts';
import type { Report } from './watch.ts';

/** `needed`: the official SDK goes by the name, so that an event without one is lost. */
export function checkEventName(
  event: StreamEvent,
  type: string | null,
  needed: 'needed' | 'optional',
  report: Report,
): void {
  if (event.framing !== 'sse' || type === null) return;
  if (event.name === null) {
    if (needed === 'needed' && type !== 'error') {
      report('event-name-missing', `No \`event:\` line for ${type}.`, event.index);
    }
  } else if (event.name !== type) {
    report('event-name-mismatch', `\`event: ${event.name}\`, but the data says ${type}.`, event.index);
  }
}

/** SDKs raise on `event: error` by its name. */
export function checkErrorName(event: StreamEvent, report: Report): void {
  if (event.framing !== 'sse' || event.name === 'error') return;
  report('error-event-name-missing', 'An error whose event is not named `error`.', event.index);
}
