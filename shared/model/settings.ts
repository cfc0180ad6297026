/** Everything the user can set, as stored in settings.json (validated there; see electron/storage/settings-store.ts). */
import type { PriceEntry } from '../prices/price-table.ts';
import type { DesktopSettings } from './desktop.ts';
import type { InterceptionSettings } from './interception.ts';
import type { RetentionRules } from './retention.ts';
import type { TelemetrySettings } from './telemetry.ts';
import type { Upstream } from './upstream.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

/** A filter text under a name. */
export type SavedFilter = { readonly name: string; readonly text: string };

export type Settings = {
  readonly version: 1;
  readonly port: number;
  /** `127.0.0.1` unless the user chose wider, which needs `token`. */
  readonly host: string;
  /** Asked of every client when `host` is not loopback, as header `x-wirelens-token`. */
  readonly token: string | null;
  readonly theme: ThemeChoice;
  readonly listOrder: 'newest-last' | 'newest-first';
  readonly savedFilters: readonly SavedFilter[];
  readonly upstreams: readonly Upstream[];
  readonly interception: InterceptionSettings;
  /** Trusted in all our connections to upstreams and proxies: PEM text, or the path of a file of it. Absent: nothing more. */
  readonly companyCa?: string;
  /** How long captures are kept. Absent: for ever. */
  readonly retention?: RetentionRules;
  /** Spans to a collector as exchanges end. Absent: none. */
  readonly telemetry?: TelemetrySettings;
  /** Tray, life without a window, notifications. Absent: as the platform has it, and quiet. */
  readonly desktop?: DesktopSettings;
  /** The user's own token prices, looked at before the shipped ones. Absent: none. */
  readonly prices?: readonly PriceEntry[];
};
