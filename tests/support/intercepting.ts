/** A proxy that intercepts, with an authority of its own in a temporary folder: what the tests of forward mode start from. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import type { ProxyOptions } from '../../electron/proxy/proxy-api.ts';
import { type Authority, openAuthority } from '../../electron/proxy/tls/authority.ts';
import type { HostRule } from '../../shared/model/interception.ts';
import { presetUpstreams } from '../../shared/upstreams/presets.ts';
import { type LoneProxy, startProxy } from './lone-proxy.ts';
import { connectRaw, type RawClient } from './raw-client.ts';

export type InterceptingProxy = LoneProxy & { readonly authority: Authority; readonly folder: string };

/** The upstreams are the presets, as they ship. */
export async function startIntercepting(
  rules: readonly HostRule[],
  changes: Partial<ProxyOptions> = {},
): Promise<InterceptingProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-intercept-'));
  const hosts = rules.filter(({ action }) => action !== 'tunnel').map(({ host }) => host);
  const authority = await openAuthority({ dataFolder: folder, hosts, now: Date.now, onNotice: () => undefined });
  const { certificateFile, leafFor } = authority;
  const proxy = await startProxy(presetUpstreams, {
    interception: () => ({ rules, leafFor, certificateFile }),
    ...changes,
  });
  return {
    ...proxy,
    authority,
    folder,
    close: async () => {
      await proxy.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A raw client whose CONNECT was answered with 200. */
export async function connectTo(
  port: number,
  authority: string,
  options: { readonly allowHalfOpen?: boolean } = {},
): Promise<RawClient> {
  const client = await connectRaw(port, options);
  client.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  await client.waitFor('\r\n\r\n');
  return client;
}

/** TLS over a connection that CONNECT opened; resolves when the handshake is done. */
export async function secure(client: RawClient, options: tls.ConnectionOptions): Promise<tls.TLSSocket> {
  client.socket.removeAllListeners('data');
  const socket = tls.connect({ socket: client.socket, ...options });
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', reject);
  });
  return socket;
}
