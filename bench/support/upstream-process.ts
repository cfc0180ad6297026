/**
 * The bench's upstream, a process of its own: an OpenAI-shaped server whose streams carry the moment at which each event
 * was written, so that the client can tell how long it was on the way.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type StreamPlan, sharedClockMs } from './messages.ts';

let lastUpload = { firstByteAt: 0, allAt: 0 };
let lastClosedAt = 0;
let bytesWritten = 0;

function eventText(index: number, plan: StreamPlan): string {
  // The moment stands in the text: in a real stream nothing else changes from one event to the next.
  const text = `word${index} at=${sharedClockMs().toFixed(4)} `;
  const head = `data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1760000000,"model":"bench","choices":[{"index":0,"delta":{"content":"${text}`;
  const tail = '"},"finish_reason":null}]}\n\n';
  return head + 'x'.repeat(Math.max(0, plan.eventBytes - head.length - tail.length)) + tail;
}

const lastEvents =
  'data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1760000000,"model":"bench","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

type Paced = {
  readonly response: ServerResponse;
  readonly plan: StreamPlan;
  readonly startedAt: number;
  index: number;
};
/** All paced streams go by one timer: one each was a third of what this process took. */
const paced = new Set<Paced>();
let isPacing = false;

function writePaced(response: ServerResponse, plan: StreamPlan): void {
  response.flushHeaders();
  paced.add({ response, plan, startedAt: performance.now() + Math.random() * plan.intervalMs, index: 0 });
  if (!isPacing) pace();
}

function pace(): void {
  const now = performance.now();
  for (const stream of paced) writeDue(stream, now);
  isPacing = paced.size > 0;
  if (isPacing) setTimeout(pace, 1);
}

/** Past `ServerResponse`, which sends the three parts of a chunk as three buffers; the head has said that chunks come. */
function writeDue(stream: Paced, now: number): void {
  const { response, plan, startedAt } = stream;
  const { socket } = response;
  while (socket !== null && stream.index < plan.events && startedAt + stream.index * plan.intervalMs <= now) {
    const text = eventText(stream.index, plan);
    socket.write(`${text.length.toString(16)}\r\n${text}\r\n`, 'latin1');
    stream.index += 1;
  }
  if (stream.index < plan.events && socket !== null && !response.destroyed) return;
  paced.delete(stream);
  response.end(lastEvents);
}

function writeFull(response: ServerResponse, plan: StreamPlan): void {
  let index = 0;
  bytesWritten = 0;
  const more = (): void => {
    while (index < plan.events) {
      const text = eventText(index, plan);
      index += 1;
      bytesWritten += text.length;
      if (!response.write(text)) {
        response.once('drain', more);
        return;
      }
    }
    response.end(lastEvents);
  };
  more();
}

function writeThenDie(response: ServerResponse, plan: StreamPlan): void {
  for (let index = 0; index < plan.events; index += 1) response.write(eventText(index, plan));
  setTimeout(() => {
    process.send?.({ kind: 'died', at: sharedClockMs() });
    response.socket?.destroy();
  }, 50);
}

const smallAnswer = JSON.stringify({
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 1_760_000_000,
  model: 'bench',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
});

function answer(plan: StreamPlan, response: ServerResponse): void {
  if (plan.mode === 'small') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': smallAnswer.length });
    response.end(smallAnswer);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.on('close', () => {
    lastClosedAt = sharedClockMs();
  });
  if (plan.mode === 'paced') writePaced(response, plan);
  else if (plan.mode === 'full') writeFull(response, plan);
  else if (plan.mode === 'die') writeThenDie(response, plan);
  else response.write(eventText(0, plan));
}

function readBody(request: IncomingMessage, done: (body: Buffer) => void): void {
  const parts: Buffer[] = [];
  let firstByteAt = 0;
  request.on('data', (part: Buffer) => {
    if (firstByteAt === 0) firstByteAt = sharedClockMs();
    parts.push(part);
  });
  request.on('end', () => {
    // The question for these facts is a request too.
    if (request.url?.endsWith('/upload')) lastUpload = { firstByteAt, allAt: sharedClockMs() };
    done(Buffer.concat(parts));
  });
}

/** With a key and a certificate as arguments: https. */
const [keyFile, certFile] = process.argv.slice(2);
const serve = (request: IncomingMessage, response: ServerResponse): void => {
  request.socket.setNoDelay(true);
  readBody(request, (body) => {
    if (request.url?.endsWith('/facts')) {
      response.end(JSON.stringify({ lastUpload, lastClosedAt, bytesWritten }));
      return;
    }
    const upload = request.url?.endsWith('/upload');
    const plan = upload ? null : (JSON.parse(body.toString('utf8')) as { bench: StreamPlan }).bench;
    answer(plan ?? { mode: 'small', events: 0, intervalMs: 0, eventBytes: 0 }, response);
  });
};
const server =
  keyFile && certFile
    ? createTlsServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) }, serve)
    : createServer(serve);
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.send?.({ kind: 'ready', port: (server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit(0));
