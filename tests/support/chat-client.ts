/** A program of the user, for end-to-end tests: asks for a chat completion through the proxy and reads what comes. */
import { request as httpRequest, type IncomingMessage } from 'node:http';

export type ChatCall = {
  readonly status: number;
  /** Resolves with everything that has come when it holds `text`; rejects when the response ends without it. */
  readonly received: (text: string) => Promise<string>;
  /** The whole body; `isCut` when the connection broke before its end. */
  readonly end: Promise<{ readonly body: string; readonly isCut: boolean }>;
  /** Leaves, as a program does that is killed. */
  readonly abort: () => void;
};

/** Sends a streaming request and resolves when the response's head is there. */
export function startChat(proxyUrl: string, upstream: string, prompt = 'Say hello.'): Promise<ChatCall> {
  const body = JSON.stringify({ model: 'steered-1', stream: true, messages: [{ role: 'user', content: prompt }] });
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${proxyUrl}/${upstream}/v1/chat/completions`, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', authorization: 'Bearer sk-test-0123456789abcdef' },
    });
    request.on('error', reject);
    request.on('response', (response) => resolve(followResponse(response, () => request.destroy())));
    request.end(body);
  });
}

function followResponse(response: IncomingMessage, abort: () => void): ChatCall {
  let body = '';
  const watchers = new Set<() => void>();
  response.setEncoding('utf8');
  response.on('data', (text: string) => {
    body += text;
    for (const watch of watchers) watch();
  });
  // A broken response says `error` first; `close` follows and says all that matters here.
  response.on('error', () => {});
  const end = new Promise<{ body: string; isCut: boolean }>((resolve) => {
    response.on('close', () => resolve({ body, isCut: !response.complete }));
  });
  return {
    status: response.statusCode ?? 0,
    end,
    abort,
    received: (text) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          if (!body.includes(text)) return;
          watchers.delete(watch);
          resolve(body);
        };
        watchers.add(watch);
        void end.then(() => reject(new Error(`the response ended without "${text}": ${body}`)));
        watch();
      }),
  };
}
