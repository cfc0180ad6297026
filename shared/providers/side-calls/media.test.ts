/** Images and audio: blocks that the window draws and plays. */
import { describe, expect, it } from 'vitest';
import { decodeCanned } from '../../../tests/support/canned-streams.ts';
import { rowOf } from '../../../tests/support/row-of.ts';
import { decodeBody } from '../../reconstruct/decode-body.ts';

describe('images', () => {
  const header = Buffer.from('89504e470d0a1a0a0000000d49484452000004000000030008060000', 'hex').toString('base64');

  it('are blocks with data, type and size', () => {
    const usage = { input_tokens: 10, output_tokens: 272, total_tokens: 282 };
    const body = {
      created: 1,
      size: '1024x1024',
      output_format: 'webp',
      usage,
      data: [{ b64_json: 'UklGRg==' }, { b64_json: 'UklGRg==' }],
    };
    const decoded = decodeCanned('images', body);
    expect(rowOf(decoded)).toBe('2 images 1024x1024');
    expect(decoded.rich.choices[0]?.blocks.map(({ kind, mediaType, text }) => [kind, mediaType, text])).toEqual([
      ['image', 'image/webp', 'UklGRg=='],
      ['image', 'image/webp', 'UklGRg=='],
    ]);
    expect(decoded.completion.usage).toMatchObject({ inputTokens: 10, outputTokens: 272 });
  });

  it('tell type and size themselves where the vendor does not', () => {
    const decoded = decodeCanned('images', { predictions: [{ bytesBase64Encoded: header }] });
    expect(rowOf(decoded)).toBe('1 image 1024x768');
    expect(decoded.rich.choices[0]?.blocks[0]?.mediaType).toBe('image/png');
  });

  it('behind a URL are shown as their address', () => {
    const decoded = decodeCanned('images', { data: [{ url: 'https://x.example/a.png', revised_prompt: 'A cat' }] });
    expect(decoded.rich.choices[0]?.blocks[0]).toMatchObject({ kind: 'other', native: { revised_prompt: 'A cat' } });
  });

  it('partial images of a stream stand beside the final one', () => {
    const event = (type: string, rest: object): string =>
      `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`;
    const decoded = decodeCanned(
      'images',
      event('image_generation.partial_image', {
        b64_json: 'AAAA',
        partial_image_index: 0,
        output_format: 'png',
        size: '1024x1024',
      }) +
        event('image_generation.completed', {
          b64_json: 'BBBB',
          output_format: 'png',
          size: '1024x1024',
          usage: { input_tokens: 1, output_tokens: 2 },
        }),
    );
    expect(decoded.records.map(({ type, reading }) => [type, reading])).toEqual([
      ['image_generation.partial_image', 'partial image 1 1024x1024'],
      ['image_generation.completed', '1 image 1024x1024'],
    ]);
    expect(decoded.rich.choices[0]?.blocks.map(({ key, text }) => [key, text])).toEqual([
      ['partial:0', 'AAAA'],
      ['image:0', 'BBBB'],
    ]);
    expect(decoded.rich.isEnded).toBe(true);
    expect(decoded.problems).toEqual([]);
  });
});

describe('audio', () => {
  const event = (body: { readonly type: string }): string => `event: ${body.type}\ndata: ${JSON.stringify(body)}\n\n`;

  it('a speech file is an audio block with its media type', () => {
    const decoded = decodeBody({ format: 'audio', contentType: 'audio/mpeg', body: Uint8Array.of(0xff, 0xfb, 1, 2) });
    expect(decoded.framing).toBe('none');
    expect(rowOf(decoded)).toBe('speech as audio/mpeg');
    expect(decoded.rich.choices[0]?.blocks[0]).toMatchObject({ kind: 'audio', mediaType: 'audio/mpeg', isOpen: false });
    expect(decoded.end).toBe('complete');
  });

  it('streamed speech is the joined data', () => {
    const decoded = decodeBody({
      format: 'audio',
      contentType: 'text/event-stream',
      requestBody: { response_format: 'wav', stream_format: 'sse' },
      body: Buffer.from(
        ['QUFB', 'QkJC'].map((audio) => event(Object.assign({ type: 'speech.audio.delta' }, { audio }))).join('') +
          event(
            Object.assign(
              { type: 'speech.audio.done' },
              { usage: { input_tokens: 3, output_tokens: 9, total_tokens: 12 } },
            ),
          ),
      ),
    });
    expect(decoded.rich.choices[0]?.blocks[0]).toMatchObject({
      kind: 'audio',
      mediaType: 'audio/wav',
      text: 'QUFBQkJC',
    });
    expect(decoded.completion.usage).toMatchObject({ inputTokens: 3, outputTokens: 9 });
  });

  it('a transcript is text, its segments beside it', () => {
    const body = {
      text: 'Hello there.',
      duration: 2.345,
      segments: [{ id: 0, start: 0, end: 2.3, text: 'Hello there.' }],
      usage: { type: 'duration', seconds: 3 },
    };
    const decoded = decodeCanned('audio', body);
    expect(decoded.completion.choices[0]?.text).toBe('Hello there.');
    expect(rowOf(decoded)).toBe('Hello there.');
    expect(decoded.rich.choices[0]?.blocks[1]?.name).toBe('1 segment over 2.3 s');
    expect(decoded.completion.usage.inputTokens).toBeNull();
  });

  it.each([
    [
      'OpenAI',
      [
        { type: 'transcript.text.delta', delta: 'Hel' },
        { type: 'transcript.text.delta', delta: 'lo' },
        {
          type: 'transcript.text.done',
          text: 'Hello',
          usage: { type: 'tokens', input_tokens: 14, output_tokens: 2, total_tokens: 16 },
        },
      ],
    ],
    [
      'Mistral',
      [
        { type: 'transcription.language', audio_language: 'en' },
        { type: 'transcription.text.delta', text: 'Hello' },
        {
          type: 'transcription.done',
          text: 'Hello',
          model: 'voxtral',
          usage: { prompt_tokens: 14, completion_tokens: 2, total_tokens: 16 },
        },
      ],
    ],
    ['only its end', [{ type: 'transcript.text.done', text: 'Hello', usage: { input_tokens: 14, output_tokens: 2 } }]],
  ])('a streamed transcript (%s) is told once', (_vendor, events) => {
    const decoded = decodeCanned('audio', events.map(event).join(''));
    expect(decoded.completion.choices[0]?.text).toBe('Hello');
    expect(decoded.completion.usage).toMatchObject({ inputTokens: 14, outputTokens: 2, totalTokens: 16 });
    expect(decoded.events).toMatchObject({ used: events.length, unknown: 0 });
    expect(decoded.rich.isEnded).toBe(true);
  });
});
