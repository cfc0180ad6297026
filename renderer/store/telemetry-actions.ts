/** What the user can do about the live export of spans. */
import type { TelemetryStatus } from '../../shared/model/telemetry.ts';
import { bridge } from '../bridge.ts';

/** How it goes. */
export function telemetryStatus(): Promise<TelemetryStatus> {
  return bridge().invoke('telemetry.status', null);
}

/** Asks a collector whether it is there. */
export function testCollector(endpoint: string): Promise<{ readonly isGood: boolean; readonly text: string }> {
  return bridge().invoke('telemetry.test', { endpoint });
}
