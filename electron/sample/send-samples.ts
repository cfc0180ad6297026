/** Plays the ten sample requests through the running proxy, as a program of the user would send them. */
import { request as httpRequest } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { sampleUpstreamName } from '../../shared/upstreams/presets.ts';
import { type SampleRequestPlan, sampleRequests } from './sample-requests.ts';
import { paceHeader } from './sample-upstream.ts';

export type SendSamplesOptions = {
  /** Of the proxy, e.g. `http://127.0.0.1:7878`; the sample upstream must be among its upstreams. */
  readonly proxyUrl: string;
  /** Ends what is running and sends no more. */
  readonly signal?: AbortSignal;
  /** How many times faster than human speed; 1 by default. */
  readonly pace?: number;
};

export type SampleOutcome = {
  readonly model: string;
  /** Null when no response came. */
  readonly status: number | null;
  readonly sizeBytes: number;
  /** The response ended as HTTP says it should. */
  readonly isComplete: boolean;
};

/** How many requests `sendSamples` sends. */
export const sampleCount = sampleRequests.length;

/** Resolves when the last one has ended, about a minute later at pace 1; never rejects. In order of their start. */
export function sendSamples(options: SendSamplesOptions): Promise<readonly SampleOutcome[]> {
  return Promise.all(sampleRequests.map((plan) => sendLater(plan, options)));
}

async function sendLater(plan: SampleRequestPlan, options: SendSamplesOptions): Promise<SampleOutcome> {
  const model = 'model' in plan.body ? String(plan.body.model) : '';
  const failed = { model, status: null, sizeBytes: 0, isComplete: false };
  try {
    const waitMs = plan.startMs / (options.pace ?? 1);
    if (waitMs > 0) await wait(waitMs, undefined, options.signal ? { signal: options.signal } : {});
    return { model, ...(await send(plan, options)) };
  } catch {
    return failed;
  }
}

function send(plan: SampleRequestPlan, options: SendSamplesOptions): Promise<Omit<SampleOutcome, 'model'>> {
  const body = JSON.stringify(plan.body);
  const headers = {
    ...plan.headers,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'wirelens-sample/1',
    ...(options.pace === undefined ? {} : { [paceHeader]: String(options.pace) }),
  };
  return new Promise((resolve, reject) => {
    const url = `${options.proxyUrl}/${sampleUpstreamName}${plan.path}`;
    const signal = options.signal ? { signal: options.signal } : {};
    const request = httpRequest(url, { method: 'POST', headers, agent: false, ...signal });
    request.on('error', reject);
    request.on('response', (response) => {
      let sizeBytes = 0;
      response.on('data', (bytes: Buffer) => {
        sizeBytes += bytes.length;
      });
      // A broken response says `error` or `aborted`, then `close`: what came is an outcome too.
      response.on('error', () => {});
      response.on('close', () =>
        resolve({ status: response.statusCode ?? null, sizeBytes, isComplete: response.complete }),
      );
    });
    request.end(body);
  });
}
