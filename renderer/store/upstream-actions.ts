/** What the user can do with upstreams. Each change acts on the next request and never on one in flight. */
import type { EndpointTest } from '../../shared/ipc/command-payloads.ts';
import type { RequestOf } from '../../shared/ipc/contract.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { Settings } from '../../shared/model/settings.ts';
import type { Endpoint } from '../../shared/model/upstream.ts';
import { bridge } from '../bridge.ts';
import { addNotice, applySettings } from './actions.ts';

/** Switches an upstream on or off. */
export async function setUpstreamEnabled(name: string, isEnabled: boolean): Promise<void> {
  report(accept(await bridge().invoke('upstreams.setEnabled', { name, isEnabled })));
}

/** Makes an endpoint the one that serves the next request. */
export async function setActiveEndpoint(name: string, endpoint: string): Promise<void> {
  report(accept(await bridge().invoke('upstreams.setActive', { name, endpoint })));
}

/** Saves an upstream, new or changed. Resolves to a sentence when it was refused. */
export async function saveUpstream(request: RequestOf<'upstreams.save'>): Promise<string | null> {
  return accept(await bridge().invoke('upstreams.save', request));
}

/** Removes an upstream of the user's own; a preset goes back to how it shipped. */
export async function removeUpstream(name: string): Promise<string | null> {
  return accept(await bridge().invoke('upstreams.remove', { name }));
}

/** Gives a key to the OS to keep, or forgets it with null. */
export async function setEndpointKey(name: string, endpoint: string, key: string | null): Promise<string | null> {
  return accept(await bridge().invoke('upstreams.setKey', { name, endpoint, key }));
}

/** Keeps the PEM key of an endpoint's client certificate. The answer is as in saveUpstream. */
export async function setClientKey(name: string, endpoint: string, key: string): Promise<string | null> {
  return accept(await bridge().invoke('upstreams.setClientKey', { name, endpoint, key }));
}

/** Connects to an endpoint of the upstream `name` without sending a request of an API; `clientKey`: one typed and not kept yet. */
export function testEndpoint(name: string, endpoint: Endpoint, clientKey: string | null = null): Promise<EndpointTest> {
  return bridge().invoke('upstreams.test', { name, endpoint, clientKey });
}

function accept(result: Result<Settings>): string | null {
  if (!result.ok) return result.error.message;
  applySettings(result.value);
  return null;
}

function report(refusal: string | null): void {
  if (refusal) addNotice({ id: 'upstream-refused', tone: 'warning', title: 'Not changed', text: refusal });
}
