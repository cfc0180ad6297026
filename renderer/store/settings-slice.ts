/** What the main process told us about itself: version, platform, settings, the listening address. */
import type { Bootstrap, ProxyStatus } from '../../shared/ipc/contract.ts';
import type { Settings } from '../../shared/model/settings.ts';

export type SettingsSlice = {
  readonly version: string;
  readonly platform: Bootstrap['platform'];
  /** Null until the bootstrap came. */
  readonly settings: Settings | null;
  readonly proxy: ProxyStatus;
  /** Something on this desktop shows tray icons. */
  readonly hasTrayHost: boolean;
};

export const initialSettingsSlice: SettingsSlice = {
  version: '',
  platform: 'linux',
  settings: null,
  hasTrayHost: false,
  proxy: { isListening: false, url: null, port: null, wantedPort: null, problem: null },
};
