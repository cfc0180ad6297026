/** Our frame decoder against `ws`: whatever two of its peers said to each other, both readings are the same. */
import { expect, test } from 'vitest';
import { readExtensions } from '../../shared/stream/web-socket-extensions.ts';
import type { SocketMessage, SocketSide } from '../../shared/stream/web-socket-message.ts';
import { atLength } from '../../tests/support/at-length.ts';
import { type Talk, talkOf } from '../../tests/support/web-socket-differential.ts';
import { decoderFor, readMessages } from '../../tests/support/web-socket-frames.ts';

const talks = atLength(24, 6);

function wordsOf(message: SocketMessage): string {
  const bytes = Buffer.from(message.bytes);
  return `${message.kind}:${message.kind === 'binary' ? bytes.toString('hex') : bytes.toString()}`;
}

function read(talk: Talk, from: SocketSide): readonly SocketMessage[] {
  const { deflate } = readExtensions(talk.extensions);
  const noTakeover = from === 'client' ? deflate?.clientNoContextTakeover : deflate?.serverNoContextTakeover;
  return readMessages(
    decoderFor(from, { isDeflated: deflate !== null, noTakeover: noTakeover ?? false }),
    talk.bytes[from],
  );
}

test(`${talks} random conversations: the same messages, pings and closes, and not one byte left over`, {
  timeout: 120_000,
}, async () => {
  let compressed = 0;
  let fragmented = 0;
  for (let seed = 1; seed <= talks; seed += 1) {
    const talk = await talkOf(seed);
    for (const from of ['client', 'upstream'] as const) {
      const messages = read(talk, from);
      expect(
        messages.filter(({ fault, flags }) => fault !== null || flags.length > 0),
        `seed ${seed}`,
      ).toEqual([]);
      expect(messages.filter(({ kind }) => kind !== 'close').map(wordsOf), `seed ${seed}, ${from}`).toEqual(
        talk.heard[from],
      );
      expect(messages.at(-1)).toMatchObject({ kind: 'close', byteEnd: Buffer.concat(talk.bytes[from]).length });
      compressed += messages.filter(({ isCompressed }) => isCompressed).length;
      fragmented += messages.filter(({ frameCount }) => frameCount > 1).length;
    }
  }
  expect(compressed).toBeGreaterThan(talks * 2.5);
  expect(fragmented).toBeGreaterThan(talks * 0.8);
});
