/** A window with an agent's conversation in its list: five turns and a sub-agent, as scripts/screenshot-agent.ts plays them. */
import { playAgent, startAgentUpstream } from '../../scripts/screenshot-agent.ts';
import { type LaunchedApp, launchApp } from './app-launcher.ts';
import { exchangeRows } from './window-parts.ts';

export type AgentWindow = { readonly launched: LaunchedApp; readonly close: () => Promise<void> };

/** Returns when all six exchanges are in the list. Whoever opens it closes it, the upstream goes along. */
export async function openAgentWindow(): Promise<AgentWindow> {
  const upstream = await startAgentUpstream();
  const launched = await launchApp();
  const { settings } = await launched.invoke('app.bootstrap', null);
  const preset = settings.upstreams.find(({ name }) => name === 'anthropic');
  const endpoint = preset?.endpoints[0];
  if (preset === undefined || endpoint === undefined) throw new Error('no preset named anthropic');
  const own = { ...preset, name: 'agent', title: 'agent', isPreset: false, isEnabled: true, activeEndpoint: 'own' };
  const endpoints = [{ ...endpoint, name: 'own', url: upstream.url }];
  await launched.invoke('upstreams.save', { upstream: { ...own, endpoints }, previousName: null });
  await playAgent(launched.proxyUrl, 'agent');
  await exchangeRows(launched.window).nth(5).waitFor();
  return {
    launched,
    close: async () => {
      await launched.close();
      await upstream.close();
    },
  };
}
