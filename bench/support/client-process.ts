/** The bench's client, a process of its own: does one task at a time and answers with figures. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { agentFor } from './client-connections.ts';
import { type ClientResult, type ClientTask, type StreamPlan, sharedClockMs } from './messages.ts';
import { createStampReader, readRawStream } from './raw-stream.ts';

/** Where the task in hand sends its requests through. */
let agent = agentFor(null);
const requestTo = (url: string): typeof httpRequest => (url.startsWith('https:') ? httpsRequest : httpRequest);

function post(
  url: string,
  body: string | Buffer,
  onResponse: (response: IncomingMessage) => void,
  onError: (error: Error) => void,
): ReturnType<typeof httpRequest> {
  const request = requestTo(url)(
    url,
    {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    },
    onResponse,
  );
  request.on('error', onError);
  request.end(body);
  return request;
}

function chatBody(plan: StreamPlan): string {
  return JSON.stringify({ model: 'bench', stream: true, messages: [{ role: 'user', content: 'go' }], bench: plan });
}

/** One stream, read to its end; `onChunk` gets each chunk. Rejects when it is cut. */
function readStream(url: string, plan: StreamPlan, onChunk: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    post(
      url,
      chatBody(plan),
      (response) => {
        response.on('data', onChunk);
        response.on('end', resolve);
        response.on('error', reject);
      },
      reject,
    );
  });
}

async function measureLatency(task: Extract<ClientTask, { kind: 'latency' }>): Promise<ClientResult> {
  const samples: number[] = [];
  const startedAt = sharedClockMs();
  const warmUpEvents = Math.min(50, task.plan.events >> 2);
  const one = (): Promise<void> => {
    let seen = 0;
    let now = 0;
    const readStamps = createStampReader((stamp) => {
      seen += 1;
      if (seen > warmUpEvents) samples.push(now - stamp);
    });
    const onBytes = (bytes: Buffer): void => {
      now = sharedClockMs();
      readStamps(bytes);
    };
    const isPlain = task.url.startsWith('http:') && task.proxyPort === undefined;
    return isPlain ? readRawStream(task.url, chatBody(task.plan), onBytes) : readStream(task.url, task.plan, onBytes);
  };
  await Promise.all(Array.from({ length: task.streams }, one));
  return { samples, count: samples.length, durationMs: sharedClockMs() - startedAt, notes: [] };
}

async function measureFullSpeed(task: Extract<ClientTask, { kind: 'full-speed' }>): Promise<ClientResult> {
  const startedAt = sharedClockMs();
  let bytes = 0;
  await readStream(task.url, task.plan, (chunk) => {
    bytes += chunk.length;
  });
  return { samples: [], count: bytes, durationMs: sharedClockMs() - startedAt, notes: [] };
}

function small(url: string): Promise<number> {
  const startedAt = sharedClockMs();
  const plan: StreamPlan = { mode: 'small', events: 0, intervalMs: 0, eventBytes: 0 };
  return new Promise((resolve, reject) => {
    post(
      url,
      chatBody(plan),
      (response) => {
        response.once('data', () => {
          const firstByte = sharedClockMs() - startedAt;
          response.on('end', () => resolve(firstByte));
        });
      },
      reject,
    );
  });
}

async function measureRequests(task: Extract<ClientTask, { kind: 'requests' }>): Promise<ClientResult> {
  let left = task.total;
  const startedAt = sharedClockMs();
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await small(task.url);
    }
  };
  await Promise.all(Array.from({ length: task.connections }, worker));
  return { samples: [], count: task.total, durationMs: sharedClockMs() - startedAt, notes: [] };
}

async function measureFirstByte(task: Extract<ClientTask, { kind: 'first-byte' }>): Promise<ClientResult> {
  const samples: number[] = [];
  for (let round = 0; round < task.rounds; round += 1) samples.push(await small(task.url));
  return { samples, count: samples.length, durationMs: 0, notes: [] };
}

/** Each request on a connection of its own: CONNECT, handshake, request, first byte. */
async function measureConnections(task: Extract<ClientTask, { kind: 'connections' }>): Promise<ClientResult> {
  agent = agentFor(task.proxyPort ?? null, true);
  const samples: number[] = [];
  for (let round = 0; round < task.rounds; round += 1) samples.push(await small(task.url));
  return { samples, count: samples.length, durationMs: 0, notes: [] };
}

async function measureUpload(task: Extract<ClientTask, { kind: 'upload' }>): Promise<ClientResult> {
  const body = Buffer.alloc(task.bytes, 'a');
  const samples: number[] = [];
  const facts = task.url.replace(/\/upload$/, '/facts');
  for (let round = 0; round < task.rounds; round += 1) {
    const startedAt = sharedClockMs();
    await new Promise<void>((resolve, reject) => {
      post(
        task.url,
        body,
        (response) => {
          response.resume();
          response.on('end', resolve);
        },
        reject,
      );
    });
    const answer = await readJson(facts);
    samples.push(answer.lastUpload.firstByteAt - startedAt, answer.lastUpload.allAt - startedAt);
  }
  return { samples, count: task.rounds, durationMs: 0, notes: ['pairs of first byte, all bytes'] };
}

type UpstreamFacts = {
  readonly lastUpload: { readonly firstByteAt: number; readonly allAt: number };
  readonly lastClosedAt: number;
  readonly bytesWritten: number;
};

function readJson(url: string): Promise<UpstreamFacts> {
  return new Promise((resolve, reject) => {
    const request = requestTo(url)(url, { method: 'GET', agent }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(parts).toString('utf8')) as UpstreamFacts));
    });
    request.on('error', reject);
    request.end();
  });
}

/** Reads at a bounded rate; `samples` holds the bytes read at each step, for the bytes in flight. */
async function readSlowly(task: Extract<ClientTask, { kind: 'slow-reader' }>): Promise<ClientResult> {
  const startedAt = sharedClockMs();
  let bytes = 0;
  let told = 0;
  await new Promise<void>((resolve, reject) => {
    post(
      task.url,
      chatBody(task.plan),
      (response) => {
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          const aheadMs = (bytes / task.bytesPerSecond) * 1000 - (sharedClockMs() - startedAt);
          if (aheadMs > 5) {
            response.pause();
            setTimeout(() => response.resume(), aheadMs);
          }
          // Not for every piece: a queue of messages would look like bytes in flight.
          if (bytes - told < 256 * 1024) return;
          told = bytes;
          process.send?.({ kind: 'progress', bytes });
        });
        response.on('end', resolve);
        response.on('error', reject);
      },
      reject,
    );
  });
  return { samples: [], count: bytes, durationMs: sharedClockMs() - startedAt, notes: [] };
}

async function measureAbort(task: Extract<ClientTask, { kind: 'abort' }>): Promise<ClientResult> {
  const samples: number[] = [];
  const plan: StreamPlan = { mode: 'hold', events: 1, intervalMs: 0, eventBytes: 200 };
  const facts = task.url.replace(/\/v1\/.*$/, '/facts');
  for (let round = 0; round < task.rounds; round += 1) {
    const abortedAt = await new Promise<number>((resolve) => {
      const request = post(
        task.url,
        chatBody(plan),
        (response) => {
          response.on('error', () => undefined);
          response.once('data', () => {
            request.destroy();
            resolve(sharedClockMs());
          });
        },
        () => undefined,
      );
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    const { lastClosedAt } = await readJson(facts);
    samples.push(lastClosedAt > abortedAt - 20 ? lastClosedAt - abortedAt : Number.POSITIVE_INFINITY);
  }
  return { samples, count: samples.length, durationMs: 0, notes: [] };
}

async function measureDeath(task: Extract<ClientTask, { kind: 'death' }>): Promise<ClientResult> {
  const samples: number[] = [];
  const notes: string[] = [];
  const plan: StreamPlan = { mode: 'die', events: 5, intervalMs: 0, eventBytes: 200 };
  for (let round = 0; round < task.rounds; round += 1) {
    const outcome = await Promise.race([
      readStream(task.url, plan, () => undefined).then(
        () => 'ended',
        () => 'cut',
      ),
      new Promise<string>((resolve) => setTimeout(() => resolve('hung'), 3000)),
    ]);
    samples.push(sharedClockMs());
    notes.push(outcome);
  }
  return { samples, count: samples.length, durationMs: 0, notes };
}

function run(task: ClientTask): Promise<ClientResult> {
  agent = agentFor(task.proxyPort ?? null);
  switch (task.kind) {
    case 'latency':
      return measureLatency(task);
    case 'full-speed':
      return measureFullSpeed(task);
    case 'requests':
      return measureRequests(task);
    case 'first-byte':
      return measureFirstByte(task);
    case 'connections':
      return measureConnections(task);
    case 'upload':
      return measureUpload(task);
    case 'slow-reader':
      return readSlowly(task);
    case 'abort':
      return measureAbort(task);
    case 'death':
      return measureDeath(task);
  }
}

process.on('message', (task: ClientTask) => {
  // A server closes what was idle since the last task; a request on such a connection would fail.
  agent.destroy();
  run(task).then(
    (result) => process.send?.({ kind: 'result', result }),
    (error: unknown) => process.send?.({ kind: 'failed', message: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.({ kind: 'ready', port: 0 });
