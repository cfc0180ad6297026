/** Named captures: which there are, which one is recorded into, which one the list shows. */
import type { CaptureSummary, RecordedCapture } from '../../shared/model/capture-summary.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';

export type CapturesSlice = {
  /** As they were when last asked for: when the panel opens, and after every change. */
  readonly captures: readonly CaptureSummary[];
  readonly recordedCapture: RecordedCapture | null;
  /** The capture that the list shows; null: everything. */
  readonly viewedCapture: Pick<CaptureSummary, 'number' | 'name'> | null;
  /** Its rows are being read: an empty list says nothing yet. */
  readonly isViewLoading: boolean;
  /** Exchanges for which a capture is being chosen. */
  readonly assignedIds: readonly ExchangeId[];
};

export const initialCapturesSlice: CapturesSlice = {
  captures: [],
  recordedCapture: null,
  viewedCapture: null,
  isViewLoading: false,
  assignedIds: [],
};
