/** The parts of the window as a user finds them: by role and by name. */
import type { Locator, Page } from 'playwright-core';
import type { Endpoint, Upstream } from '../../shared/model/upstream.ts';
import type { LaunchedApp } from './app-launcher.ts';

/** Rows of the list of exchanges. */
export function exchangeRows(window: Page): Locator {
  return window.getByRole('tree', { name: 'Exchanges' }).locator('[role="treeitem"]:not([aria-expanded])');
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

/** Rows of the event log of the open exchange. */
export function eventRows(window: Page): Locator {
  return window.getByRole('listbox', { name: 'Events' }).getByRole('option');
}

/** The open exchange as rebuilt. */
export function completionOf(window: Page): Locator {
  return window.getByRole('region', { name: 'Completion' });
}

/** The text that a custom highlight of the completion covers now: `lit` is picked, `soft` hovered, `fresh` the newest piece. */
export function litText(window: Page, level: 'lit' | 'soft' | 'fresh' = 'lit'): Promise<string> {
  return window.evaluate((name) => {
    const found = [...CSS.highlights].filter(([key]) => key.startsWith(`${name}-`));
    return found.flatMap(([, highlight]) => [...highlight].map((range) => String(range))).join('|');
  }, level);
}
