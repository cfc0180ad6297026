/** What becomes of the capture that is recorded into when captures change. Pure. */
import type { CaptureChange, RecordedCapture } from '../../shared/model/capture-summary.ts';

/** The same object where it is not concerned; null: its name is gone, and recording goes on without one. */
export function recordedAfter(recorded: RecordedCapture | null, change: CaptureChange): RecordedCapture | null {
  if (recorded === null || change.name !== recorded.name) return recorded;
  switch (change.kind) {
    case 'rename':
      return { ...recorded, name: change.next };
    case 'merge':
      return { ...recorded, name: change.into };
    case 'delete':
    case 'forget':
      return null;
    case 'assign':
      return recorded;
  }
}
