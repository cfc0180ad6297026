import { expect, test } from 'vitest';
import { isRawAudio, wavOf } from './wav.ts';

test('samples in several base64 texts, each with its own padding, become one WAV of the told rate', () => {
  const pieces = [Uint8Array.of(1, 0, 2, 0), Uint8Array.of(3, 0)].map((piece) => Buffer.from(piece).toString('base64'));
  const file = wavOf('audio/pcm;rate=16000', pieces.join('')) as Uint8Array;
  const view = new DataView(file.buffer);
  expect(new TextDecoder().decode(file.subarray(0, 4))).toBe('RIFF');
  expect([view.getUint16(20, true), view.getUint32(24, true), view.getUint16(34, true)]).toEqual([1, 16_000, 16]);
  expect([...file.subarray(44)]).toEqual([1, 0, 2, 0, 3, 0]);
});

test('telephone sound keeps its own coding, everything else is no raw sound', () => {
  const file = wavOf('audio/pcmu', Buffer.of(255, 0).toString('base64')) as Uint8Array;
  expect(new DataView(file.buffer).getUint16(20, true)).toBe(7);
  expect(wavOf('audio/mpeg', 'AAAA')).toBeNull();
  expect(wavOf('audio/pcm', '!!')).toBeNull();
  expect(isRawAudio('audio/wav')).toBe(false);
});
