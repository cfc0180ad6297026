/** Items that few or no recordings have: reasoning, sources, sound, what is unknown. */
import { describe, expect, it } from 'vitest';
import {
  type CannedEvent,
  itemEvents,
  messageItem,
  responseStream,
  textPart,
} from '../../../tests/support/canned-responses.ts';
import { decodeCanned } from '../../../tests/support/canned-streams.ts';
import type { Block } from '../../model/completion.ts';
import type { DecodedBody } from '../../reconstruct/decode-body.ts';

function decode(events: readonly CannedEvent[], output: readonly object[]): DecodedBody {
  return decodeCanned('openai-responses', responseStream(events, output));
}

function blocksOf(decoded: DecodedBody): readonly Block[] {
  return decoded.rich.choices[0]?.blocks ?? [];
}

describe('reasoning', () => {
  it('summaries, text and the encrypted proof are one item', () => {
    const item = {
      id: 'rs_1',
      type: 'reasoning',
      summary: [
        { type: 'summary_text', text: 'First.' },
        { type: 'summary_text', text: 'Second.' },
      ],
      content: [{ type: 'reasoning_text', text: 'Long thoughts' }],
      encrypted_content: 'gAAA',
    };
    const part = (index: number, text: string): CannedEvent[] => [
      { type: 'response.reasoning_summary_part.added', summary_index: index, part: { type: 'summary_text', text: '' } },
      { type: 'response.reasoning_summary_text.delta', summary_index: index, delta: text },
      { type: 'response.reasoning_summary_text.done', summary_index: index, text },
      { type: 'response.reasoning_summary_part.done', summary_index: index, part: { type: 'summary_text', text } },
    ];
    const text = [
      { type: 'response.content_part.added', content_index: 0, part: { type: 'reasoning_text', text: '' } },
      { type: 'response.reasoning_text.delta', content_index: 0, delta: 'Long thoughts' },
    ];
    const events = itemEvents(item, { summary: [], content: undefined, encrypted_content: 'old' }, [
      ...part(0, 'First.'),
      ...part(1, 'Second.'),
      ...text,
    ]);
    const decoded = decode(events, [item]);
    expect(decoded.completion.choices[0]?.reasoning).toBe('First.Second.Long thoughts');
    expect(blocksOf(decoded).map((block) => block.kind)).toEqual(['reasoning', 'reasoning', 'reasoning', 'reasoning']);
    expect(blocksOf(decoded)[0]?.signature).toBeTruthy();
    expect(decoded.problems).toEqual([]);
  });

  it('that is only encrypted is a block with a signature', () => {
    const item = { id: 'rs_1', type: 'reasoning', summary: [], encrypted_content: 'gAAA' };
    expect(blocksOf(decode(itemEvents(item, {}), [item]))).toMatchObject([
      { kind: 'reasoning', text: '', signature: 'gAAA' },
    ]);
  });

  it("vLLM's part events and older names are read", () => {
    const decoded = decode(
      [
        { type: 'response.output_item.added', output_index: 0, item: { id: 'rs_1', type: 'reasoning', summary: [] } },
        {
          type: 'response.reasoning_part.added',
          output_index: 0,
          item_id: 'rs_1',
          content_index: 0,
          part: { type: 'reasoning_text', text: '' },
        },
        { type: 'response.reasoning.delta', output_index: 0, item_id: 'rs_1', content_index: 0, delta: 'Hm' },
        {
          type: 'response.reasoning_part.done',
          output_index: 0,
          item_id: 'rs_1',
          content_index: 0,
          part: { type: 'reasoning_text', text: 'Hm' },
        },
      ],
      [],
    );
    expect(decoded.completion.choices[0]?.reasoning).toBe('Hm');
    expect(decoded.events.unknown).toBe(0);
  });
});

describe('text with sources', () => {
  const annotation = {
    type: 'url_citation',
    url: 'https://example.org',
    title: 'Example',
    start_index: 0,
    end_index: 2,
  };
  const file = { type: 'file_citation', file_id: 'file_1', filename: 'a.pdf', index: 1 };

  it('each annotation is a citation once, however often it is told', () => {
    const at = { output_index: 0, item_id: 'msg_1', content_index: 0 };
    const part = textPart('Hi', [annotation, file]);
    const item = { ...messageItem('Hi'), content: [part] };
    const decoded = decode(
      [
        { type: 'response.output_item.added', output_index: 0, item: { ...messageItem(''), content: [] } },
        { type: 'response.content_part.added', ...at, part: textPart('') },
        { type: 'response.output_text.delta', ...at, delta: 'Hi' },
        { type: 'response.output_text.annotation.added', ...at, annotation_index: 0, annotation },
        { type: 'response.content_part.done', ...at, part },
        { type: 'response.output_item.done', output_index: 0, item },
      ],
      [item],
    );
    expect(blocksOf(decoded)[0]?.citations).toEqual([
      { title: 'Example', url: 'https://example.org', quote: null, native: annotation },
      { title: 'a.pdf', url: null, quote: null, native: file },
    ]);
  });
});

describe('sound', () => {
  it('is base64 in pieces, its transcript text', () => {
    const decoded = decode(
      [
        { type: 'response.audio.delta', delta: 'QUFB' },
        { type: 'response.audio.transcript.delta', delta: 'Hel' },
        { type: 'response.audio.delta', delta: 'QkJC' },
        { type: 'response.audio.transcript.delta', delta: 'lo' },
        { type: 'response.audio.done' },
        { type: 'response.audio.transcript.done' },
      ],
      [],
    );
    expect(blocksOf(decoded).map((block) => [block.kind, block.text])).toEqual([
      ['audio', 'QUFBQkJC'],
      ['text', 'Hello'],
    ]);
    expect(decoded.events.unknown).toBe(0);
  });

  it('whole in a message is heard once', () => {
    const part = { type: 'output_audio', data: 'QUFB', transcript: 'Hello' };
    const item = { ...messageItem(''), content: [part] };
    const decoded = decode(itemEvents(item, { content: [] }), [item]);
    expect(blocksOf(decoded).map((block) => [block.kind, block.text])).toEqual([
      ['audio', 'QUFB'],
      ['text', 'Hello'],
    ]);
  });
});

describe('everything else', () => {
  it.each(['compaction', 'mcp_list_tools'])('%s is kept as it is', (type) => {
    const item = { id: 'x_1', type, encrypted_content: 'gAAA' };
    const decoded = decode(itemEvents(item, { encrypted_content: '' }), [item]);
    expect(blocksOf(decoded)).toMatchObject([{ kind: 'other', name: type, native: item }]);
    expect(decoded.events.unknown).toBe(0);
  });

  it('a list of tools that comes with the terminal event is told then', () => {
    const item = { id: 'mcpl_1', type: 'mcp_list_tools', server_label: 'wiki', tools: [] };
    const final = { ...item, tools: [{ name: 'ask' }] };
    expect(blocksOf(decode(itemEvents(item, {}), [final]))).toMatchObject([{ kind: 'other', native: final }]);
  });

  it('an item type of tomorrow is kept, shown and counted as unknown', () => {
    const call = { id: 'x_1', type: 'x_search_call', action: { query: 'cats' } };
    const thing = { id: 'y_1', type: 'hologram', data: [1] };
    const decoded = decode(itemEvents(call, {}), [call, thing]);
    expect(blocksOf(decoded)).toMatchObject([
      { kind: 'tool-call', name: 'x_search', text: '{"action":{"query":"cats"}}' },
      { kind: 'other', native: thing },
    ]);
    expect(decoded.events.unknown).toBe(2);
  });
});
