/**
 * One side of a WebSocket: bytes to messages, at any cut. Frames whose content breaks a rule are still measured, so what
 * follows is read; only a frame that cannot be measured, or a hole in the recording, ends the reading of that side.
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-5
 */
import type { DecodedChunk, EventFlag } from '../model/stream-event.ts';
import { type DecoderLimits, defaultDecoderLimits } from './stream-decoder.ts';
import { dataFault, frameFault } from './web-socket-faults.ts';
import {
  type FrameHead,
  headLength,
  isControl,
  maxHeadBytes,
  opcodes,
  readFrameHead,
  unmasked,
} from './web-socket-frame.ts';
import type { Inflater, SocketMessage, SocketMessageKind, SocketSide } from './web-socket-message.ts';
import { createPayloadCollector, type PayloadCollector } from './web-socket-payload.ts';

export type WebSocketDecoderOptions = {
  readonly from: SocketSide;
  /** Makes a fresh inflater; null: compression was not agreed on, or nobody can undo it. */
  readonly createInflater: (() => Inflater) | null;
  /** This side's compressor forgets everything after each message. */
  readonly hasNoContextTakeover: boolean;
  readonly limits?: DecoderLimits;
};

export type WebSocketDecoder = {
  /** Messages that this chunk completed, in the order of their ends. `chunk.bytes` and what refers to it are lent for the call. */
  readonly feed: (chunk: DecodedChunk) => readonly SocketMessage[];
  /** Chunks were lost before the next one: nothing after them can be framed. */
  readonly skip: () => void;
  /** The side has ended: what was unfinished becomes a flagged message. */
  readonly end: () => readonly SocketMessage[];
  /** Why this side is not read any further; null while it is. */
  readonly lostReason: () => string | null;
  readonly dispose: () => void;
};

/** A moment in the byte stream. */
type Place = { readonly offset: number; readonly chunk: number; readonly at: number };

/** A message from its first frame to its last. */
type OpenMessage = {
  readonly kind: SocketMessageKind;
  readonly start: Place;
  readonly isCompressed: boolean;
  readonly payload: PayloadCollector;
  frameCount: number;
  fault: string | null;
};

/** A frame whose head is read; `belongsTo` is its message. */
type OpenFrame = { readonly head: FrameHead; readonly belongsTo: OpenMessage; left: number };

const kindOf: Readonly<Record<number, SocketMessageKind>> = {
  [opcodes.text]: 'text',
  [opcodes.binary]: 'binary',
  [opcodes.close]: 'close',
  [opcodes.ping]: 'ping',
  [opcodes.pong]: 'pong',
};

/** A decoder for one side, before its first byte. Holds one message at most, bounded by the limits. */
export function createWebSocketDecoder(options: WebSocketDecoderOptions): WebSocketDecoder {
  const limits = options.limits ?? defaultDecoderLimits;
  const data = createPayloadCollector(limits);
  const control = createPayloadCollector(limits);
  /** Bytes of a head that a chunk cut off; with where it began. */
  const head = new Uint8Array(maxHeadBytes);
  let headSize = 0;
  let headStart: Place = { offset: 0, chunk: 0, at: 0 };
  /** The frame whose payload is coming; null between frames. */
  let frame: OpenFrame | null = null;
  /** A data message that began and whose last frame has not ended; control frames come and go meanwhile. */
  let message: OpenMessage | null = null;
  let inflater: Inflater | null = null;
  /** A compressed message failed while context is taken over: later ones refer to what was never known. */
  let isInflateLost = false;
  let isClosed = false;
  let lost: string | null = null;
  let lostStart: Place | null = null;
  let position: Place = { offset: 0, chunk: 0, at: 0 };
  let messages: SocketMessage[] = [];

  const emit = (open: OpenMessage, isWhole: boolean): void => {
    const taken = takePayload(open, isWhole);
    const flags: EventFlag[] = [];
    const fault = open.fault ?? (isWhole ? dataFault(open.kind, taken.bytes) : null);
    if (fault !== null || open.kind === 'broken') flags.push('malformed');
    if (taken.isOversized) flags.push('oversized');
    if (!isWhole) flags.push('unterminated');
    messages.push({
      from: options.from,
      kind: open.kind,
      bytes: taken.bytes,
      sizeBytes: taken.sizeBytes,
      isCompressed: open.isCompressed,
      frameCount: open.frameCount,
      byteStart: open.start.offset,
      byteEnd: position.offset,
      chunkStart: open.start.chunk,
      chunkEnd: position.chunk,
      startedAt: open.start.at,
      receivedAt: position.at,
      flags,
      fault,
    });
    if (open.kind === 'close') isClosed = true;
  };
  const takePayload = (open: OpenMessage, isWhole: boolean) => {
    if (!isWhole) return open.payload.give();
    try {
      return open.payload.finish();
    } catch {
      failInflate(open);
      return open.payload.give();
    } finally {
      if (open.isCompressed && options.hasNoContextTakeover) dropInflater();
    }
  };
  const failInflate = (open: OpenMessage): void => {
    open.fault ??= 'Its compressed data is damaged; what came before the damage was inflated.';
    open.payload.begin(silentInflater);
    dropInflater();
    if (!options.hasNoContextTakeover) isInflateLost = true;
  };
  const dropInflater = (): void => {
    inflater?.dispose();
    inflater = null;
  };
  const beginData = (kind: SocketMessageKind, frameHead: FrameHead): OpenMessage => {
    const wantsInflate = frameHead.reserved === 4 && options.createInflater !== null;
    const open: OpenMessage = {
      kind,
      start: headStart,
      isCompressed: wantsInflate,
      payload: data,
      frameCount: 0,
      fault: null,
    };
    if (wantsInflate && isInflateLost) {
      open.fault = 'It refers to an earlier message whose compressed data was damaged: it is shown as it came.';
      data.begin(null);
    } else if (wantsInflate) {
      inflater ??= (options.createInflater as () => Inflater)();
      data.begin(inflater);
    } else data.begin(null);
    return open;
  };
  const beginControl = (kind: SocketMessageKind): OpenMessage => {
    control.begin(null);
    return { kind, start: headStart, isCompressed: false, payload: control, frameCount: 0, fault: null };
  };
  /** The message that a frame belongs to: the open one, or one that begins here. */
  const messageOf = (frameHead: FrameHead): OpenMessage => {
    const { opcode } = frameHead;
    const kind = kindOf[opcode] ?? 'broken';
    if (opcode === opcodes.continuation && message !== null) return message;
    if (isControl(opcode) || kind === 'broken') return beginControl(kind);
    if (message !== null) {
      message.fault ??= 'Another message began before its last frame.';
      emit(message, false);
    }
    message = beginData(kind, frameHead);
    return message;
  };
  const openFrame = (frameHead: FrameHead): void => {
    if (frameHead.payloadBytes === Number.POSITIVE_INFINITY) {
      lose('A frame announces more bytes than there can be.', headStart);
      return;
    }
    const isContinuation = frameHead.opcode === opcodes.continuation && message !== null;
    const belongsTo = messageOf(frameHead);
    belongsTo.frameCount += 1;
    belongsTo.fault ??= frameFault(frameHead, {
      from: options.from,
      isContinuation,
      isDeflateAgreed: options.createInflater !== null,
      isClosed,
    });
    frame = { head: frameHead, belongsTo, left: frameHead.payloadBytes };
    if (frame.left === 0) closeFrame(frame);
  };
  const closeFrame = ({ head: frameHead, belongsTo }: OpenFrame): void => {
    frame = null;
    if (belongsTo !== message) emit(belongsTo, true);
    else if (frameHead.isFinal) {
      message = null;
      emit(belongsTo, true);
    }
  };
  const addPayload = (open: OpenFrame, bytes: Uint8Array): void => {
    const { mask, payloadBytes } = open.head;
    const plain = mask === null ? bytes : unmasked(bytes, mask, payloadBytes - open.left);
    open.left -= bytes.length;
    try {
      open.belongsTo.payload.add(plain);
    } catch {
      failInflate(open.belongsTo);
    }
  };
  /** Nothing after this can be framed; everything up to the end becomes one broken message. */
  const lose = (reason: string, from: Place): void => {
    const open = frame?.belongsTo ?? null;
    if (open !== null && open !== message) emit(open, false);
    if (message !== null) emit(message, false);
    message = null;
    frame = null;
    headSize = 0;
    lost = reason;
    lostStart = from;
  };
  const readHead = (bytes: Uint8Array, from: number, placeOf: (index: number) => Place): number => {
    if (headSize === 0) headStart = placeOf(from);
    let at = from;
    while (at < bytes.length && headSize < headLength(head, headSize)) {
      head[headSize] = bytes[at] as number;
      headSize += 1;
      at += 1;
    }
    position = placeOf(at);
    if (headSize < 2 || headSize < headLength(head, headSize)) return at;
    headSize = 0;
    openFrame(readFrameHead(head));
    return at;
  };
  const take = (): readonly SocketMessage[] => {
    const taken = messages;
    messages = [];
    return taken;
  };

  return {
    feed: ({ bytes, index, receivedAt }) => {
      const base = position.offset;
      const placeOf = (at: number): Place => ({ offset: base + at, chunk: index, at: receivedAt });
      let at = 0;
      while (at < bytes.length && lost === null) {
        if (frame === null) at = readHead(bytes, at, placeOf);
        else {
          const end = Math.min(bytes.length, at + frame.left);
          const open: OpenFrame = frame;
          addPayload(open, bytes.subarray(at, end));
          at = end;
          position = placeOf(at);
          if (open.left === 0) closeFrame(open);
        }
      }
      if (lost !== null) position = placeOf(bytes.length);
      data.settle();
      control.settle();
      return take();
    },
    skip: () => {
      if (lost === null) lose('Capture lost part of this side; what follows cannot be framed.', position);
    },
    end: () => {
      const open = frame?.belongsTo ?? null;
      if (open !== null && open !== message) emit(open, false);
      if (message !== null) emit(message, false);
      const rest = lostStart ?? (headSize > 0 ? headStart : null);
      if (rest !== null && position.offset > rest.offset) {
        headStart = rest;
        emit({ ...beginControl('broken'), fault: lost ?? 'The stream ended inside the head of a frame.' }, false);
      }
      message = null;
      frame = null;
      headSize = 0;
      lostStart = null;
      dropInflater();
      return take();
    },
    lostReason: () => lost,
    dispose: dropInflater,
  };
}

/** In place of one that failed: takes what is left of the message and gives nothing. */
const silentInflater: Inflater = { push: () => new Uint8Array(0), dispose: () => {} };
