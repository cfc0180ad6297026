/** The parts of the window as a user finds them: by role and by name. */
import type { Locator, Page } from 'playwright-core';
import type { Endpoint, Upstream } from '../../shared/model/upstream.ts';
import type { LaunchedApp } from './app-launcher.ts';

/** Rows of the list of exchanges. */
export function exchangeRows(window: Page): Locator {
  return window.getByRole('listbox', { name: 'Exchanges' }).getByRole('option');
}

/** Makes an upstream of our own with one endpoint per URL, named `a`, `b`, ...; the first is active. */
export async function addUpstream(launched: LaunchedApp, name: string, urls: readonly string[]): Promise<void> {
  const upstream: Upstream = {
    name,
    title: name,
    isEnabled: true,
    activeEndpoint: 'a',
    endpoints: urls.map((url, index) => endpoint(String.fromCharCode(97 + index), url)),
    deathNotice: 'error-event',
    errorShape: 'openai',
    defaultFormat: 'openai-chat',
    isPreset: false,
  };
  const result = await launched.invoke('upstreams.save', { upstream, previousName: null });
  if (!result.ok) throw new Error(result.error.message);
}

function endpoint(name: string, url: string): Endpoint {
  return { name, url, headers: [], key: null, keyPlacement: 'authorization-bearer', verifyTls: true };
}
