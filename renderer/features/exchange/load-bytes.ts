/** A decoded body as bytes, read in slices: for what is no text. */
import type { BodyDirection } from '../../../shared/ipc/bodies.ts';
import { loadBody } from '../../store/open-actions.ts';

const sliceBytes = 4 * 1024 * 1024;
/** More than this is not loaded into the window: an export has all of it. */
const mostBytes = 32 * 1024 * 1024;

/** All slices in order; null when the body is too large, or cannot be read. Never rejects. */
export async function loadBytes(
  id: string,
  direction: BodyDirection,
): Promise<readonly Uint8Array<ArrayBuffer>[] | null> {
  const slices: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; ; ) {
    const result = await loadBody({ id, direction, isDecoded: true, start, end: start + sliceBytes });
    if (!result.ok || result.value.totalBytes > mostBytes) return null;
    const bytes = new Uint8Array(result.value.bytes);
    slices.push(bytes);
    start += bytes.length;
    if (bytes.length === 0 || start >= result.value.totalBytes) return slices;
  }
}
