/** WebSocket conversations in the window, live: turns as rows, both directions in the log, sound that can be played. */
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { answerEvents, type SocketUpstream, startSocketUpstream } from '../support/socket-upstream.ts';
import { addUpstream, eventRows, exchangeRows } from '../support/window-parts.ts';
import { takePictures } from '../support/window-pictures.ts';

let launched: LaunchedApp;
let upstream: SocketUpstream;

beforeEach(async () => {
  upstream = await startSocketUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
});

afterEach(async () => {
  await launched?.close();
  await upstream?.close();
});

async function connect(path: string): Promise<WebSocket> {
  const socket = new WebSocket(`${launched.proxyUrl.replace('http', 'ws')}/mine${path}`);
  await once(socket, 'open');
  return socket;
}

const row = (words: RegExp) =>
  exchangeRows(launched.window).and(launched.window.getByRole('treeitem', { name: words }));

describe('Responses over a WebSocket', () => {
  test('each turn is a row at once, read while it is written; the chain is joined', async () => {
    const { window } = launched;
    const client = await connect('/v1/responses');
    const server = await upstream.nextSocket();
    const ask = async (input: string, more: object = {}): Promise<void> => {
      client.send(JSON.stringify({ type: 'response.create', model: 'gpt-5-codex', input, ...more }));
      await server.next();
    };
    await ask('Which file holds the retry logic?');
    // Nothing is answered yet, and the row is there.
    await row(/Which file holds the retry logic/).waitFor();
    for (const event of answerEvents('resp_1', ['It lies in ', 'src/upstream/retry.ts', '.'])) server.send(event);
    await row(/It lies in src\/upstream\/retry\.ts/).waitFor();

    await ask('Why does it wait a second?', { previous_response_id: 'resp_1' });
    const events = answerEvents('resp_2', ['Because the upstream ', 'asks for it: `retry-after: 1`.']);
    for (const event of events.slice(0, 4)) server.send(event);
    await row(/Because the upstream/).click();
    await window.getByText('Because the upstream').last().waitFor();
    for (const event of events.slice(4)) server.send(event);
    await window.getByText('asks for it').last().waitFor();
    await takePictures(launched, 'turn-stream');
    await window.getByRole('tab', { name: 'Request' }).click();
    const history = window.getByRole('region', { name: 'History that is not on the wire' });
    await expect.poll(() => history.textContent()).toMatch(/resp_1.*All of it was seen, in one earlier turn/);
    await takePictures(launched, 'turn-request');
    await window.getByRole('tab', { name: 'Stream' }).click();

    await ask('And who else calls it?', { previous_response_id: 'resp_2' });
    for (const event of answerEvents('resp_3', ['Nobody', ' so far']).slice(0, 4)) server.send(event);
    await row(/Nobody/).waitFor();
    server.socket.close(1011, 'out of memory');
    await row(/Nobody.*(closed|truncated)/).waitFor();

    await window.getByRole('button', { name: 'turn 2' }).first().click();
    const turns = window.getByRole('region', { name: 'Turns' });
    await expect.poll(() => turns.getByRole('button').count()).toBe(3);
    await expect.poll(() => eventRows(window).first().textContent()).toMatch(/↑response\.create.*retry logic/);
    await expect.poll(() => eventRows(window).last().textContent()).toMatch(/close/);
    await eventRows(window).first().click();
    await eventRows(window).first().click();
    await window.getByText('sent by the client').waitFor();
    await window.getByText('"type": "response.create"').first().waitFor();
    await takePictures(launched, 'connection');
    expect(launched.complaints).toEqual([]);
    client.terminate();
  });
});

describe('a session', () => {
  test('Realtime: the transcript grows live, its sound can be played', async () => {
    const { window } = launched;
    const client = await connect('/v1/realtime?model=gpt-realtime');
    const server = await upstream.nextSocket();
    const output = { format: { type: 'audio/pcm', rate: 24_000 } };
    server.send({
      type: 'session.created',
      session: { id: 'sess_1', type: 'realtime', model: 'gpt-realtime', audio: { output } },
    });
    const tone = Buffer.alloc(9600);
    for (let index = 0; index < 4800; index += 1) tone.writeInt16LE(Math.round(8000 * Math.sin(index / 8)), index * 2);
    client.send(JSON.stringify({ type: 'input_audio_buffer.append', audio: tone.toString('base64') }));
    await server.next();
    const item = { item_id: 'item_1' };
    server.send({
      type: 'conversation.item.input_audio_transcription.completed',
      ...item,
      content_index: 0,
      transcript: 'What is the time?',
    });
    const answer = { response_id: 'resp_1', item_id: 'item_2', output_index: 0, content_index: 0 };
    server.send({ type: 'response.output_audio_transcript.delta', ...answer, delta: 'It is ' });
    server.send({ type: 'response.output_audio.delta', ...answer, delta: tone.toString('base64') });
    await row(/It is/).click();
    server.send({ type: 'response.output_audio_transcript.delta', ...answer, delta: 'ten past nine.' });
    await window.getByText('It is ten past nine.').last().waitFor();
    server.send({ type: 'response.output_audio_transcript.done', ...answer, transcript: 'It is ten past nine.' });
    server.send({
      type: 'response.output_item.done',
      response_id: 'resp_1',
      output_index: 0,
      item: { id: 'item_2', type: 'message' },
    });
    server.send({
      type: 'response.done',
      response: {
        id: 'resp_1',
        status: 'completed',
        usage: { input_tokens: 90, output_tokens: 40, total_tokens: 130 },
      },
    });
    await window.getByText('What is the time?').last().waitFor();
    const player = window.locator('audio');
    await expect
      .poll(() => player.evaluate((audio) => (audio as unknown as { duration: number }).duration))
      .toBeCloseTo(0.2, 2);
    await takePictures(launched, 'realtime');
    client.close(1000);
    await window
      .getByText(/closed, /)
      .first()
      .waitFor();
    expect(launched.complaints).toEqual([]);
  });
});
