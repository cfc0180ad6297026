/** Names for exchanges: sortable by time of creation, unique across runs, rising within one process. */
import { randomBytes } from 'node:crypto';
import type { ExchangeId } from '../../shared/model/exchange.ts';

const timeDigits = 9;
const sequenceDigits = 3;
const randomDigits = 8;
const sequenceLimit = 36 ** sequenceDigits;

let lastTime = 0;
let lastTimeText = base36(0, timeDigits);
let sequence = 0;

/**
 * 20 characters `[0-9a-z]`: 9 of time (ms), 3 of sequence within that ms, 8 random. Always greater than the one before,
 * also when the clock is set back.
 * @param now epoch ms, a fraction is cut off
 */
export function createExchangeId(now: number): ExchangeId {
  const time = Math.floor(now);
  if (time > lastTime) beginTime(time);
  else if (++sequence === sequenceLimit) beginTime(lastTime + 1);
  return lastTimeText + base36(sequence, sequenceDigits) + randomPart();
}

function beginTime(time: number): void {
  lastTime = time;
  lastTimeText = base36(time, timeDigits);
  sequence = 0;
}

function base36(value: number, digits: number): string {
  return value.toString(36).padStart(digits, '0');
}

// One call of the generator gives many names: it costs more than everything else here.
let pool = Buffer.alloc(0);
let poolOffset = 0;

function randomPart(): string {
  if (poolOffset + 6 > pool.length) {
    pool = randomBytes(1536);
    poolOffset = 0;
  }
  const value = pool.readUIntBE(poolOffset, 6) % 36 ** randomDigits;
  poolOffset += 6;
  return base36(value, randomDigits);
}
