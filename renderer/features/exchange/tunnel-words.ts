/** What is said of a CONNECT: why it was not looked into, or why the program did not go on. Pure. */
import type { ExchangeSummary } from '../../../shared/model/exchange.ts';
import type { HostRule, InterceptionSettings } from '../../../shared/model/interception.ts';
import { ruleFor } from '../../../shared/upstreams/host-rules.ts';
import { knownHostRules } from '../../../shared/upstreams/known-hosts.ts';

/** `host:443` and `[::1]:443` without port and brackets. */
export function hostOfConnect({ path }: Pick<ExchangeSummary, 'path'>): string {
  return path.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}

/** What the list says of a host, whatever the switch says. */
export function ruleWords({ rules }: InterceptionSettings, host: string): HostRule['action'] | 'none' {
  return ruleFor([...rules, ...knownHostRules], host)?.action ?? 'none';
}

/** Is a host decrypted from its next connection on? */
export function isIntercepted(settings: InterceptionSettings, host: string): boolean {
  const action = ruleWords(settings, host);
  return settings.isEnabled && (action === 'intercept' || action === 'redirect');
}

/** Why a host passes unread, by the settings as they are now. `isStarted`: by a program that we started. */
export function tunnelReason(settings: InterceptionSettings, host: string, isStarted: boolean): string | null {
  const action = ruleWords(settings, host);
  if (action === 'tunnel') return 'The list of hosts says so.';
  if (action === 'none') return 'It is not on the list of hosts that are decrypted.';
  return settings.isEnabled || isStarted ? null : 'It is on the list of hosts, but interception is switched off.';
}

/** The head of a CONNECT that failed. */
export function refusalTitle(summary: ExchangeSummary): string {
  switch (summary.failure?.kind) {
    case 'certificate-refused':
      return 'The program refused our certificate';
    case 'tls':
      return 'The connection could not be decrypted';
    case 'refused-by-policy':
      return 'Wirelens refused this connection';
    default:
      return `No connection to ${summary.path}`;
  }
}
