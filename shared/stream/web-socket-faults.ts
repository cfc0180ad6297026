/** What the RFC forbids about a frame or a message, in words. Never stops the reading. */
import { decodeUtf8 } from '../lib/utf8.ts';
import { type FrameHead, isControl, opcodes } from './web-socket-frame.ts';
import { closeCodeOf, isCloseCodeAllowed, type SocketMessageKind, type SocketSide } from './web-socket-message.ts';

/** What a frame is judged by, beside its head. */
export type FrameContext = {
  readonly from: SocketSide;
  /** It goes on with a message that had begun. */
  readonly isContinuation: boolean;
  readonly isDeflateAgreed: boolean;
  /** This side has sent its close frame. */
  readonly isClosed: boolean;
};

const knownOpcodes: ReadonlySet<number> = new Set(Object.values(opcodes));

/** The first rule that the frame breaks; null where it breaks none. */
export function frameFault(head: FrameHead, context: FrameContext): string | null {
  const { opcode, reserved, mask } = head;
  if (!knownOpcodes.has(opcode)) return `The opcode ${opcode} is reserved.`;
  if (opcode === opcodes.continuation && !context.isContinuation)
    return 'It goes on with a message that had not begun.';
  if (isControl(opcode) && !head.isFinal) return 'A control frame must not be fragmented.';
  if (isControl(opcode) && head.payloadBytes > 125) return 'A control frame holds 125 bytes at most.';
  const isCompressedStart = reserved === 4 && context.isDeflateAgreed && !isControl(opcode) && !context.isContinuation;
  if (reserved !== 0 && !isCompressedStart) return 'It sets a reserved bit that nobody agreed on.';
  if (context.from === 'client' && mask === null) return 'A client must mask its frames.';
  if (context.from === 'upstream' && mask !== null) return 'A server must not mask its frames.';
  if (head.isLengthPadded) return 'Its length is not written in the shortest way.';
  return context.isClosed ? 'It comes after the close frame.' : null;
}

/** The first rule that a whole message breaks by its content. Text that is no UTF-8 is a flag of its own. */
export function dataFault(kind: SocketMessageKind, bytes: Uint8Array): string | null {
  if (kind !== 'close' || bytes.length === 0) return null;
  const code = closeCodeOf(bytes);
  if (code === null) return 'A close frame holds a code of two bytes, or nothing.';
  if (!isCloseCodeAllowed(code)) return `The close code ${code} must not be sent.`;
  return decodeUtf8(bytes.subarray(2)).isValid ? null : 'The reason of the close frame is no UTF-8.';
}
