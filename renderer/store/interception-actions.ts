/** What the user can do with interception: the switch, the list of hosts, the authority. Acts on the next connection. */
import type { ProxySetup } from '../../shared/ipc/command-payloads.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { AuthorityFacts, HostRule, InterceptionSettings } from '../../shared/model/interception.ts';
import { withHostRule } from '../../shared/upstreams/host-list.ts';
import { bridge } from '../bridge.ts';
import { addNotice, applySettings, updateSettings } from './actions.ts';
import { useStore } from './store.ts';

/** Takes the authority as it is now in the main process. */
export function applyAuthority(authority: AuthorityFacts | null): void {
  useStore.setState({ authority });
}

/** Asks for the authority: before that the window does not know whether there is one. */
export async function loadAuthority(): Promise<void> {
  applyAuthority(await bridge().invoke('interception.authority', null));
}

/** Decrypts the listed hosts from the next connection on, or nothing any more. */
export async function setIntercepting(isEnabled: boolean): Promise<void> {
  await change((known) => ({ ...known, isEnabled }));
}

/** Offers HTTP/2 to intercepted programs that could do without it, from the next connection on. */
export async function setOffersHttp2(offersHttp2: boolean): Promise<void> {
  await change((known) => ({ ...known, offersHttp2 }));
}

/** Changes the rules. Resolves to a sentence when they were refused. */
export function saveRules(rules: readonly HostRule[]): Promise<string | null> {
  return change((known) => ({ ...known, rules }));
}

/** Passes a host unread from the next connection on. */
export async function tunnelHost(host: string): Promise<void> {
  await change((known) => ({ ...known, rules: withHostRule(known.rules, { host, action: 'tunnel' }) }));
}

/** Decrypts a host from the next connection on; switches interception on where it was off. */
export async function interceptHost(host: string): Promise<void> {
  const rule = { host, action: 'intercept' } as const;
  await change((known) => ({ ...known, isEnabled: true, rules: withHostRule(known.rules, rule) }));
}

async function change(step: (known: InterceptionSettings) => InterceptionSettings): Promise<string | null> {
  const known = useStore.getState().settings?.interception;
  if (known === undefined) return null;
  const refusal = await updateSettings({ interception: step(known) });
  if (refusal) addNotice({ id: 'interception-refused', tone: 'warning', title: 'Not changed', text: refusal });
  return refusal;
}

/** Writes the certificate to a file that the user picks. Resolves to where, or to a sentence why not. */
export async function exportAuthority(): Promise<{ readonly where: string } | { readonly refusal: string } | null> {
  const result = await bridge().invoke('interception.export', null);
  if (result.ok) return result.value;
  return result.error.kind === 'cancelled' ? null : { refusal: result.error.message };
}

/** Makes a new key and certificate. Resolves to a sentence when that failed. */
export async function renewAuthority(): Promise<string | null> {
  const result = await bridge().invoke('interception.renew', null);
  if (result.ok) applyAuthority(result.value);
  return result.ok ? null : result.error.message;
}

/** Switches interception off and deletes the authority. Resolves to a sentence when that failed. */
export async function removeAuthority(): Promise<string | null> {
  const result = await bridge().invoke('interception.remove', null);
  if (!result.ok) return result.error.message;
  applySettings(result.value);
  applyAuthority(null);
  return null;
}

/** What programs of the user's own need to use us as their proxy. */
export function loadProxySetup(): Promise<Result<ProxySetup>> {
  return bridge().invoke('interception.setup', null);
}
