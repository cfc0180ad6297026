/** Tool calls of every kind, those that the client runs and those that the provider runs, images among them. */
import { describe, expect, it } from 'vitest';
import {
  type CannedEvent,
  itemEvents,
  messageItem,
  numberedEvents,
  responseObject,
  responseStream,
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

  it('what a shell has printed is there when the stream is cut, as the SDK holds it', () => {
    const item = { id: 'sho_1', type: 'shell_call_output', call_id: 'c', status: 'in_progress', output: [] };
    const at = { item_id: 'sho_1', output_index: 0, command_index: 0 };
    const name = 'response.shell_call_output_content';
    const outcome = { type: 'exit', exit_code: 1 };
    const cut = numberedEvents(
      { type: 'response.created', response: responseObject() },
      { type: 'response.output_item.added', output_index: 0, item },
      { type: `${name}.delta`, ...at, delta: { stdout: 'a' } },
      { type: `${name}.done`, ...at, output: [{ stdout: 'ab', stderr: '', outcome }] },
      { type: `${name}.delta`, ...at, command_index: 1, delta: { stdout: 'c', stderr: null } },
      { type: `${name}.delta`, ...at, command_index: 1, delta: { stderr: 'oh' } },
    );
    const decoded = decodeCanned('openai-responses', cut);
    const output = [
      { stdout: 'ab', stderr: '', outcome },
      { stdout: 'c', stderr: 'oh', outcome: { type: 'exit', exit_code: 0 } },
    ];
    expect(decoded.native).toMatchObject({ output: [{ ...item, output }] });
    expect(blocksOf(decoded)[0]?.native).toMatchObject({ output });
  });

  it('a compaction that runs is known, and has no status', () => {
    const item = { id: 'cmp_1', type: 'compaction', encrypted_content: 'E' };
    const between = [{ type: 'response.compaction.compacting' }];
    const decoded = decode(itemEvents(item, { encrypted_content: '' }, between), [item]);
    expect(decoded.events.unknown).toBe(0);
    expect(decoded.native).toMatchObject({ output: [item] });
  });

  it('what became of steering is no unknown event', () => {
    const steer = { type: 'response.steer.failed', steer: { id: 's' }, error: { code: 'late', message: 'Too late.' } };
    const decoded = decode([steer], []);
    expect(decoded.events.unknown).toBe(0);
    expect(decoded.rich.error).toBeNull();
    expect(decoded.records.map((record) => record.reading)).toContain('Too late.');
  });
});
