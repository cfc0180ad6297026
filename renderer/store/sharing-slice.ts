/** The export dialog: what it is about, what the scan found, what was chosen. */
import type { ExportFormat } from '../../shared/export/export-formats.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { SharingScan } from '../../shared/model/sharing.ts';

export type SharingSlice = {
  readonly sharing: {
    readonly ids: readonly ExchangeId[] | 'all';
    readonly format: ExportFormat;
    readonly withContent: boolean;
    readonly isRedacting: boolean;
    readonly isAtWork: boolean;
    readonly scan: SharingScan | null;
    /** Ids of findings that stay as they are. */
    readonly kept: readonly string[];
    /** What went wrong, or where it was written. */
    readonly outcome: { readonly isGood: boolean; readonly text: string } | null;
  };
};

export const initialSharingSlice: SharingSlice = {
  sharing: {
    ids: 'all',
    format: 'archive',
    withContent: false,
    isRedacting: true,
    isAtWork: false,
    scan: null,
    kept: [],
    outcome: null,
  },
};
