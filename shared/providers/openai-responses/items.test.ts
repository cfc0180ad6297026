/** Items that few or no recordings have: tools of all kinds, images, audio, reasoning, what is unknown. */
import { describe, expect, it } from 'vitest';
import { type CannedEvent, messageItem, responseStream, textPart } from '../../../tests/support/canned-responses.ts';
import { decodeCanned } from '../../../tests/support/canned-streams.ts';
import type { Block } from '../../model/completion.ts';
import type { DecodedBody } from '../../reconstruct/decode-body.ts';

function decode(events: readonly CannedEvent[], output: readonly object[]): DecodedBody {
  return decodeCanned('openai-responses', responseStream(events, output));
}

function blocksOf(decoded: DecodedBody): readonly Block[] {
  return decoded.rich.choices[0]?.blocks ?? [];
}

/** Added with what is left of it at the start, events in between, done. */
function itemEvents(item: object, atStart: object, between: readonly CannedEvent[] = []): readonly CannedEvent[] {
  return [
    { type: 'response.output_item.added', output_index: 0, item: { ...item, status: 'in_progress', ...atStart } },
    ...between.map((event) => ({ output_index: 0, item_id: (item as { id: string }).id, ...event })),
    { type: 'response.output_item.done', output_index: 0, item },
  ];
}

describe('tools that the client runs', () => {
  it('a function call forms piece by piece', () => {
    const item = {
      id: 'fc_1',
      type: 'function_call',
      status: 'completed',
      call_id: 'call_1',
      name: 'f',
      arguments: '{"a":"é"}',
    };
    const between = ['{"a"', ':"é', '"}'].map((delta) => ({ type: 'response.function_call_arguments.delta', delta }));
    const done = { type: 'response.function_call_arguments.done', arguments: item.arguments };
    const decoded = decode(itemEvents(item, { arguments: '' }, [...between, done]), [item]);
    expect(decoded.completion.choices[0]).toMatchObject({
      toolCalls: [{ id: 'call_1', name: 'f', input: { a: 'é' } }],
      finishReason: 'tool-calls',
    });
    expect(blocksOf(decoded)[0]?.isProviderExecuted).toBe(false);
    expect(decoded.problems).toEqual([]);
  });

  it("a custom tool's input is plain text", () => {
    const item = {
      id: 'ctc_1',
      type: 'custom_tool_call',
      status: 'completed',
      call_id: 'call_1',
      name: 'sql',
      input: 'SELECT "a"',
    };
    const between = ['SELECT ', '"a"'].map((delta) => ({ type: 'response.custom_tool_call_input.delta', delta }));
    const decoded = decode(itemEvents(item, { input: '' }, between), [item]);
    expect(decoded.completion.choices[0]?.toolCalls).toEqual([{ id: 'call_1', name: 'sql', input: 'SELECT "a"' }]);
  });

  it('a patch can be watched as JSON while it forms', () => {
    const operation = { type: 'update_file', path: 'a.txt', diff: '-"old"\n+new 👋\n' };
    const item = { id: 'apc_1', type: 'apply_patch_call', status: 'completed', call_id: 'call_1', operation };
    const pieces = ['-"old"\n', '+new \ud83d', '\udc4b\n'];
    const between = pieces.map((delta) => ({ type: 'response.apply_patch_call_operation_diff.delta', delta }));
    const decoded = decode(itemEvents(item, { operation: { ...operation, diff: '' } }, between), [item]);
    expect(decoded.completion.choices[0]?.toolCalls).toEqual([
      { id: 'call_1', name: 'apply_patch', input: { operation } },
    ]);
    expect(decoded.completion.choices[0]?.finishReason).toBe('tool-calls');
    expect(decoded.problems).toEqual([]);
  });

  it('several shell commands are one list', () => {
    const action = { commands: ['ls "a"', 'pwd'], max_output_length: null, timeout_ms: 1000 };
    const item = { id: 'sh_1', type: 'shell_call', status: 'completed', call_id: 'call_1', action };
    const between = [
      { type: 'response.shell_call_command.added', command: '', command_index: 0 },
      { type: 'response.shell_call_command.delta', delta: 'ls ', command_index: 0 },
      { type: 'response.shell_call_command.delta', delta: '"a"', command_index: 0 },
      { type: 'response.shell_call_command.done', command: 'ls "a"', command_index: 0 },
      { type: 'response.shell_call_command.added', command: '', command_index: 1 },
      { type: 'response.shell_call_command.done', command: 'pwd', command_index: 1 },
    ];
    const decoded = decode(itemEvents(item, { action: { ...action, commands: [] } }, between), [item]);
    expect(decoded.completion.choices[0]?.toolCalls).toEqual([
      { id: 'call_1', name: 'shell', input: { action: { commands: ['ls "a"', 'pwd'], timeout_ms: 1000 } } },
    ]);
    expect(decoded.problems).toEqual([]);
  });

  it('a computer call is told with its whole action', () => {
    const item = {
      id: 'cu_1',
      type: 'computer_call',
      status: 'completed',
      call_id: 'call_1',
      action: { type: 'click', button: 'left', x: 10, y: 20 },
      pending_safety_checks: [],
    };
    const decoded = decode(itemEvents(item, {}), [item]);
    expect(decoded.completion.choices[0]).toMatchObject({
      toolCalls: [
        { id: 'call_1', name: 'computer', input: { action: { type: 'click', button: 'left', x: 10, y: 20 } } },
      ],
      finishReason: 'tool-calls',
    });
  });

  it("arguments that are an object (some servers) are the input's JSON", () => {
    const item = { id: 'fc_1', type: 'function_call', call_id: 'call_1', name: 'f', arguments: { a: 1 } };
    expect(decode([], [item]).completion.choices[0]?.toolCalls).toEqual([{ id: 'call_1', name: 'f', input: { a: 1 } }]);
  });

  it('a name and call id that come only at the end are told', () => {
    const item = { id: 'fc_1', type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' };
    const decoded = decode(itemEvents(item, { name: '', call_id: undefined, arguments: '' }), [item]);
    expect(decoded.completion.choices[0]?.toolCalls).toEqual([{ id: 'call_1', name: 'f', input: {} }]);
  });

  it('two calls whose events are interleaved stay apart', () => {
    const call = (index: number): object => ({
      id: `fc_${index}`,
      type: 'function_call',
      call_id: `call_${index}`,
      name: 'f',
      arguments: `{"n":${index}}`,
    });
    const added = [0, 1].map((index) => ({
      type: 'response.output_item.added',
      output_index: index,
      item: { ...call(index), arguments: '' },
    }));
    const pieces = ['{"n"', ':'].flatMap((delta) =>
      [0, 1].map((index) => ({
        type: 'response.function_call_arguments.delta',
        output_index: index,
        item_id: `fc_${index}`,
        delta,
      })),
    );
    const ends = [1, 0].map((index) => ({ type: 'response.output_item.done', output_index: index, item: call(index) }));
    const decoded = decode([...added, ...pieces, ...ends], [call(0), call(1)]);
    expect(decoded.completion.choices[0]?.toolCalls.map((tool) => tool.input)).toEqual([{ n: 0 }, { n: 1 }]);
    expect(decoded.problems).toEqual([]);
  });
});

describe('tools that the provider runs', () => {
  it('code forms as JSON, its logs are a result', () => {
    const outputs = [{ type: 'logs', logs: '4\n' }];
    const item = {
      id: 'ci_1',
      type: 'code_interpreter_call',
      status: 'completed',
      container_id: 'cntr_1',
      code: 'print("2+2")',
      outputs,
    };
    const between = [
      { type: 'response.code_interpreter_call.in_progress' },
      { type: 'response.code_interpreter_call_code.delta', delta: 'print(' },
      { type: 'response.code_interpreter_call_code.delta', delta: '"2+2")' },
      { type: 'response.code_interpreter_call_code.done', code: item.code },
      { type: 'response.code_interpreter_call.interpreting' },
      { type: 'response.code_interpreter_call.completed' },
    ];
    const decoded = decode(itemEvents(item, { code: '', outputs: null }, between), [item]);
    const [call, result] = blocksOf(decoded);
    expect(call).toMatchObject({
      kind: 'tool-call',
      text: '{"code":"print(\\"2+2\\")"}',
      isProviderExecuted: true,
      toolCallId: 'ci_1',
    });
    expect(result).toMatchObject({
      kind: 'tool-result',
      name: 'code_interpreter',
      toolCallId: 'ci_1',
      native: { outputs },
    });
    expect(decoded.completion.choices[0]?.finishReason).toBe('stop');
    expect(decoded.events.unknown).toBe(0);
  });

  it('an MCP call brings output or error with it, and a request for approval waits for the client', () => {
    const call = {
      id: 'mcp_1',
      type: 'mcp_call',
      name: 'ask',
      server_label: 'wiki',
      arguments: '{"q":1}',
      output: 'found',
      error: null,
    };
    const approval = {
      id: 'mcpr_1',
      type: 'mcp_approval_request',
      name: 'drop',
      server_label: 'db',
      arguments: '{"t":2}',
    };
    const decoded = decode([], [call, { ...call, id: 'mcp_2', output: null, error: { code: 1 } }, approval]);
    const [first, result, second, failure, asked] = blocksOf(decoded);
    expect([first, second, asked].map((block) => [block?.kind, block?.name, block?.text])).toEqual([
      ['tool-call', 'ask', '{"q":1}'],
      ['tool-call', 'ask', '{"q":1}'],
      ['tool-call', 'drop', '{"t":2}'],
    ]);
    expect([result?.native, failure?.native]).toEqual([{ output: 'found' }, { error: { code: 1 } }]);
  });

  it("a web search's input is its query, what it found its result", () => {
    const sources = [{ type: 'url', url: 'https://example.org' }];
    const item = {
      id: 'ws_1',
      type: 'web_search_call',
      status: 'completed',
      action: { type: 'search', query: 'cats', sources },
    };
    const between = ['in_progress', 'searching', 'completed'].map((status) => ({
      type: `response.web_search_call.${status}`,
    }));
    const decoded = decode(itemEvents(item, { action: undefined }, between), [item]);
    expect(blocksOf(decoded).map((block) => [block.kind, block.text, block.native])).toEqual([
      ['tool-call', '{"type":"search","query":"cats"}', null],
      ['tool-result', '', { sources }],
    ]);
  });

  it('a file search is told with its queries', () => {
    const results = [{ file_id: 'file_1', score: 0.9, text: 'x' }];
    const item = { id: 'fs_1', type: 'file_search_call', status: 'completed', queries: ['a', 'b'], results };
    const decoded = decode(itemEvents(item, { results: null }), [item]);
    expect(decoded.completion.choices[0]?.toolCalls[0]?.input).toEqual({ queries: ['a', 'b'] });
    expect(blocksOf(decoded)[1]?.native).toEqual({ results });
  });

  it('partial images come before the finished one, each an image of its own', () => {
    const item = {
      id: 'ig_1',
      type: 'image_generation_call',
      status: 'completed',
      output_format: 'webp',
      result: 'RklOQUw=',
    };
    const between = ['QQ==', 'QkI='].map((data, index) => ({
      type: 'response.image_generation_call.partial_image',
      partial_image_index: index,
      partial_image_b64: data,
      output_format: 'webp',
    }));
    const decoded = decode(itemEvents(item, { result: null }, between), [item]);
    const images = blocksOf(decoded).filter((block) => block.kind === 'image');
    expect(images.map((block) => [block.mediaType, block.text])).toEqual([
      ['image/webp', 'QQ=='],
      ['image/webp', 'QkI='],
      ['image/webp', 'RklOQUw='],
    ]);
    expect(decoded.completion.choices[0]?.toolCalls).toEqual([{ id: 'ig_1', name: 'image_generation', input: {} }]);
    expect(decoded.native).toMatchObject({ output: [{ result: 'RklOQUw=' }] });
  });

  it('a shell in a container prints as a result, and nobody waits for the client', () => {
    const call = {
      id: 'sh_1',
      type: 'shell_call',
      call_id: 'c',
      action: { commands: ['ls'] },
      environment: { type: 'container_reference' },
    };
    const output = { id: 'sho_1', type: 'shell_call_output', call_id: 'c', output: [{ stdout: 'a\n' }] };
    const decoded = decode([], [call, output, messageItem('done')]);
    expect(blocksOf(decoded).map((block) => [block.kind, block.isProviderExecuted])).toEqual([
      ['tool-call', true],
      ['tool-result', false],
      ['text', false],
    ]);
    expect(decoded.completion.choices[0]?.finishReason).toBe('stop');
  });
});

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
