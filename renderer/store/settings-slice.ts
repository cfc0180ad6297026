/** What the main process told us about itself: version, platform, settings, the listening address. */
import type { Bootstrap, ProxyStatus } from '../../shared/ipc/contract.ts';
import type { Settings } from '../../shared/model/settings.ts';

export type SettingsSlice = {
  readonly version: string;
  readonly platform: Bootstrap['platform'];
  /** Null until the bootstrap came. */
  readonly settings: Settings | null;
  readonly proxy: ProxyStatus;
};

export const initialSettingsSlice: SettingsSlice = {
  version: '',
  platform: 'linux',
  settings: null,
  proxy: { isListening: false, url: null, port: null, wantedPort: null, problem: null },
};
