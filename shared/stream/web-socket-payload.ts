/** The payload of one WebSocket message while it comes: inflated where it is compressed, cut at the limit, never in the way. */
import { createHeldBytes } from './held-bytes.ts';
import type { DecoderLimits } from './stream-decoder.ts';
import type { Inflater } from './web-socket-message.ts';

/** `bytes` may be a view of what was added last. */
export type TakenPayload = { readonly bytes: Uint8Array; readonly sizeBytes: number; readonly isOversized: boolean };

export type PayloadCollector = {
  /** Begins a message; `inflater` null: not compressed. */
  readonly begin: (inflater: Inflater | null) => void;
  readonly add: (bytes: Uint8Array) => void;
  /** All of it. Throws what the inflater throws, here or in `add`; what came before is taken by `give`. */
  readonly finish: () => TakenPayload;
  /** What there is, finished or not. */
  readonly give: () => TakenPayload;
  /** The bytes that were added are about to be taken back: what is unfinished is copied. */
  readonly settle: () => void;
};

/** What the compressor left out at the end of each message. @see https://www.rfc-editor.org/rfc/rfc7692#section-7.2.2 */
const messageTail = Uint8Array.of(0, 0, 0xff, 0xff);

/** One step of inflating stays small even if it expands a thousandfold. */
const sliceBytes = 16 * 1024;

const nothing = new Uint8Array(0);

/** A collector for one side, one message after the other. */
export function createPayloadCollector(limits: DecoderLimits): PayloadCollector {
  const held = createHeldBytes(limits);
  let inflater: Inflater | null = null;
  /** The newest piece waits, so that a message in one piece is never copied. */
  let last: Uint8Array = nothing;
  let isLastOnly = true;

  const keep = (bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    if (last.length > 0) {
      held.hold(last);
      isLastOnly = false;
    }
    last = bytes;
  };
  const inflate = (open: Inflater, bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; at += sliceBytes) keep(open.push(bytes.subarray(at, at + sliceBytes)));
  };
  const give = (): TakenPayload => {
    const { bytes, sizeBytes, isOversized } = held.take(last);
    const isView = isLastOnly;
    last = nothing;
    isLastOnly = true;
    // The holder's buffer serves the next message.
    return { bytes: isView ? bytes : bytes.slice(), sizeBytes, isOversized };
  };
  return {
    begin: (next) => {
      inflater = next;
    },
    add: (bytes) => {
      if (inflater === null) keep(bytes);
      else inflate(inflater, bytes);
    },
    finish: () => {
      if (inflater !== null) keep(inflater.push(messageTail));
      return give();
    },
    give,
    settle: () => {
      if (last.length === 0) return;
      held.hold(last);
      last = nothing;
      isLastOnly = false;
    },
  };
}
