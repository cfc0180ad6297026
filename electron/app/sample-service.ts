/** The built-in sample, started when it is first asked for: most runs of the app never need it. */

import { type SampleUpstream, startSampleUpstream } from '../sample/sample-upstream.ts';
import { sampleCount, sendSamples } from '../sample/send-samples.ts';

export type SampleService = {
  /** Where the sample upstream listens, or null while it does not run. */
  readonly url: () => string | null;
  /** Starts sending through the proxy at `proxyUrl` and resolves with how many requests that will be. */
  readonly send: (proxyUrl: string) => Promise<number>;
  readonly dispose: () => Promise<void>;
};

/**
 * The sample upstream is started by the first sample and kept until the program ends.
 * @param onStart resolves when the proxy knows where it listens
 */
export function createSampleService(onStart: () => Promise<void> | null): SampleService {
  const leaving = new AbortController();
  let starting: Promise<SampleUpstream> | null = null;
  let running: SampleUpstream | null = null;
  return {
    url: () => running?.url ?? null,
    send: async (proxyUrl) => {
      starting ??= startSampleUpstream();
      running = await starting;
      await onStart();
      // Takes about a minute: what becomes of each request is seen in the list, as for any other client.
      void sendSamples({ proxyUrl, signal: leaving.signal });
      return sampleCount;
    },
    dispose: async () => {
      leaving.abort();
      await (await starting)?.close();
    },
  };
}
