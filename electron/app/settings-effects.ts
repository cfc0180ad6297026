/**
 * What a change of settings does beyond being stored: the theme is applied, the proxy moves to its new
 * address, interception follows its list.
 */
import { keepEverything, type RetentionRules } from '../../shared/model/retention.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { noTelemetry, type TelemetrySettings } from '../../shared/model/telemetry.ts';
import type { RemoteProxy } from '../traffic/traffic.ts';
import { applyTheme } from './theme.ts';

/** Whom a change of settings concerns. */
export type SettingsTargets = {
  readonly proxy: Pick<RemoteProxy, 'listen'>;
  /** Goes by the settings as they are now. */
  readonly followInterception: () => Promise<void>;
  readonly setRetention: (rules: RetentionRules) => void;
  /** Goes by the settings as they are now. */
  readonly followDesktop: () => void;
  readonly followTelemetry: (telemetry: TelemetrySettings) => void;
};

/** Acts on what differs between two settings; upstreams need nothing, since the proxy is told of them and reads them for every request. */
export function applySettings(before: Settings, after: Settings, targets: SettingsTargets): void {
  const { proxy, followInterception, setRetention, followDesktop, followTelemetry } = targets;
  if (before.theme !== after.theme) applyTheme(after.theme);
  if (before.port !== after.port || before.host !== after.host) void proxy.listen(after.port, after.host);
  if (before.interception !== after.interception) void followInterception();
  if (before.retention !== after.retention) setRetention(after.retention ?? keepEverything);
  if (before.desktop !== after.desktop) followDesktop();
  if (before.telemetry !== after.telemetry) followTelemetry(after.telemetry ?? noTelemetry);
}
