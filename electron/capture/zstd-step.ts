/** Zstandard, one step at a time, by fzstd (node:zlib knows it only from Node 22.15 on). Gives each block once it is whole. */
import { Decompress } from 'fzstd';
import type { DecompressStep } from './zlib-step.ts';

/** A stepper for zstd. One push gives at most `maxStepBytes`, beyond that it throws. */
export function createZstdStep(maxStepBytes: number): DecompressStep {
  let blocks: Uint8Array[] = [];
  let size = 0;
  const decompress = new Decompress((block) => {
    size += block.length;
    if (size > maxStepBytes) throw new RangeError('zstd block expands too far');
    if (block.length > 0) blocks.push(block);
  });
  const take = (): Uint8Array => {
    const taken = join(blocks, size);
    blocks = [];
    size = 0;
    return taken;
  };
  return {
    push: (bytes) => {
      // fzstd keeps the tail of what it is given until the block is whole: it gets its own copy.
      decompress.push(bytes.slice());
      return take();
    },
    finish: () => {
      decompress.push(new Uint8Array(0), true);
    },
    dispose: () => {
      blocks = [];
    },
  };
}

function join(blocks: readonly Uint8Array[], size: number): Uint8Array {
  if (blocks.length === 1 && blocks[0] !== undefined) return blocks[0];
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const block of blocks) {
    whole.set(block, offset);
    offset += block.length;
  }
  return whole;
}
