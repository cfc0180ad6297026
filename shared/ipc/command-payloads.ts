/** What some commands of the contract ask and answer, where it has a name of its own. */
import type { ExportFormat } from '../export/export-formats.ts';
import type { ExchangeId } from '../model/exchange.ts';
import type { EnvironmentVariable, ProgramMode } from '../model/program.ts';
import type { Settings } from '../model/settings.ts';
import type { SharingChoice } from '../model/sharing.ts';

/** What leaves, in which form, and whereto. */
export type ExportRequest = {
  readonly ids: readonly ExchangeId[] | 'all';
  readonly format: ExportFormat;
  readonly target: 'file' | 'clipboard';
  /** Absent: everything as it was. */
  readonly sharing?: SharingChoice;
  /** Prompts and answers in traces too. */
  readonly withContent?: boolean;
};

/** What an import of settings changed. */
export type SettingsImport = {
  readonly settings: Settings;
  /** Of the window's list, as JSON; null: the file has none. */
  readonly look: string | null;
  /** Fields that could not be used, and why, in words. */
  readonly faults: readonly string[];
  readonly changes: readonly string[];
};

/** Settings that the window changes as they are; upstreams have commands of their own. */
export type SettingsChange = Partial<
  Pick<
    Settings,
    | 'theme'
    | 'savedFilters'
    | 'listOrder'
    | 'port'
    | 'interception'
    | 'companyCa'
    | 'prices'
    | 'retention'
    | 'telemetry'
    | 'desktop'
  >
>;

/** What a trial connection to an endpoint came to. */
export type EndpointTest = {
  readonly isReachable: boolean;
  /** `tls ok, 41 ms`, or the cause in words. */
  readonly text: string;
  readonly durationMs: number | null;
};

/** What leads programs of the user's own to the app's port as their proxy. */
export type ProxySetup = {
  readonly variables: readonly EnvironmentVariable[];
  /** Our certificate alone. */
  readonly certificateFile: string;
  /** What the system trusts, and ours. */
  readonly bundleFile: string;
};

/** Where and how a program is started. */
export type ProgramPlace = { readonly folder: string; readonly mode: ProgramMode };
