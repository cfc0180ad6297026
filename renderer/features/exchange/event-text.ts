/** An event's text for reading: SSE fields as they are, their JSON pretty printed. Pure. */
import { prettyJson } from '../../../shared/lib/pretty-json.ts';
import { readEventMessage } from '../../../shared/stream/aws-event-stream-text.ts';

/** An event's bytes for reading: text, or a binary AWS message by its headers and payload. */
export function readableBytes(bytes: Uint8Array): string {
  const message = readEventMessage(bytes);
  if (message === null) return readableEvent(new TextDecoder().decode(bytes));
  const { headers, payload, inner } = message;
  const parts = [headers.join('\n'), readableEvent(payload), ...(inner === null ? [] : [readableEvent(inner)])];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Pretty prints the JSON in `data:` lines (or in the whole text); what is no JSON stays verbatim. */
export function readableEvent(text: string): string {
  const whole = prettyJson(text.trim());
  if (whole !== null) return whole;
  return text
    .trimEnd()
    .split(/\r\n|\r|\n/)
    .map((line) => {
      const data = /^data: ?(.*)$/.exec(line);
      const pretty = data ? prettyJson(data[1] as string) : null;
      return pretty === null ? line : `data: ${pretty}`;
    })
    .join('\n');
}
