/** Calls and results of a Responses stream: tools that the SDK's types name, and one that they do not. */
import type { Seeded } from '../seeded.ts';
import type { Fields, Life } from './odd-item.ts';
import { cutText, oddId, oddText } from './odd-text.ts';

export const toolMakers: readonly ((random: Seeded) => Life)[] = [
  oddFunctionCall,
  oddFunctionCall,
  oddCustomCall,
  oddMcpCall,
  oddMcpList,
  oddSearch,
  oddCode,
  oddImage,
  oddShell,
  oddShellOutput,
  oddPatch,
  oddCompaction,
  oddComputer,
  oddStranger,
];

function inputEvents(name: string, whole: string, field: string, random: Seeded): readonly Fields[] {
  return [
    ...cutText(whole, random).map((delta) => ({ type: `${name}.delta`, delta })),
    { type: `${name}.done`, [field]: whole },
  ];
}

function oddFunctionCall(random: Seeded): Life {
  const text = JSON.stringify({ a: oddText(random), n: [1, 2.5, null] });
  const added = {
    type: 'function_call',
    id: oddId('fc_', random),
    call_id: oddId('call_', random),
    name: 'look',
    arguments: '',
    status: 'in_progress',
  };
  return {
    added,
    events: inputEvents('response.function_call_arguments', text, 'arguments', random),
    done: { ...added, arguments: text, status: 'completed' },
  };
}

function oddCustomCall(random: Seeded): Life {
  const text = oddText(random);
  const added = {
    type: 'custom_tool_call',
    id: oddId('ctc_', random),
    call_id: oddId('call_', random),
    name: 'write',
    input: '',
    status: 'in_progress',
  };
  return {
    added,
    events: inputEvents('response.custom_tool_call_input', text, 'input', random),
    done: { ...added, input: text, status: 'completed' },
  };
}

function oddMcpCall(random: Seeded): Life {
  const text = JSON.stringify({ q: oddText(random) });
  const added = {
    type: 'mcp_call',
    id: oddId('mcp_', random),
    server_label: 's',
    name: 'ask',
    arguments: '',
    output: null,
    error: null,
    status: 'in_progress',
    approval_request_id: null,
  };
  const end = random.pick(['completed', 'failed']);
  const events = [
    { type: 'response.mcp_call.in_progress' },
    ...inputEvents('response.mcp_call_arguments', text, 'arguments', random),
    { type: `response.mcp_call.${end}` },
  ];
  return {
    added,
    events,
    done: {
      ...added,
      arguments: text,
      status: end,
      ...(end === 'failed' ? { error: { type: 'http_error', code: 500 } } : { output: 'fine' }),
    },
  };
}

function oddMcpList(random: Seeded): Life {
  const added = { type: 'mcp_list_tools', id: oddId('mcpl_', random), server_label: 's', tools: [] };
  return {
    added,
    events: [{ type: 'response.mcp_list_tools.in_progress' }, { type: 'response.mcp_list_tools.completed' }],
    done: {
      ...added,
      tools: [{ name: 'ask', input_schema: { type: 'object' }, description: null, annotations: null }],
    },
  };
}

function oddSearch(random: Seeded): Life {
  const type = random.pick(['web_search_call', 'file_search_call']);
  const added = {
    type,
    id: oddId('s_', random),
    status: 'in_progress',
    ...(type === 'file_search_call' ? { queries: [], results: null } : {}),
  };
  const events = ['in_progress', 'searching', 'completed'].map((status) => ({ type: `response.${type}.${status}` }));
  const rest =
    type === 'file_search_call'
      ? { queries: ['q'], results: [{ file_id: 'f', text: 't', score: 0.5 }] }
      : {
          action: random.pick([
            { type: 'search', query: 'q', queries: ['q'] },
            { type: 'open_page', url: 'https://a.example' },
            { type: 'find', url: 'u', pattern: 'p' },
          ]),
        };
  return { added, events, done: { ...added, status: 'completed', ...rest } };
}

function oddCode(random: Seeded): Life {
  const code = oddText(random);
  const added = {
    type: 'code_interpreter_call',
    id: oddId('ci_', random),
    status: 'in_progress',
    code: random.pick(['', null]),
    container_id: 'c',
    outputs: random.pick([null, []]),
  };
  const events = [
    { type: 'response.code_interpreter_call.in_progress' },
    ...inputEvents('response.code_interpreter_call_code', code, 'code', random),
    { type: 'response.code_interpreter_call.interpreting' },
    { type: 'response.code_interpreter_call.completed' },
  ];
  return {
    added,
    events,
    done: {
      ...added,
      code,
      status: 'completed',
      outputs: [
        { type: 'logs', logs: 'x' },
        { type: 'image', url: 'data:image/png;base64,AA==' },
      ],
    },
  };
}

function oddImage(random: Seeded): Life {
  const added = { type: 'image_generation_call', id: oddId('ig_', random), status: 'in_progress', result: null };
  const partial = {
    type: 'response.image_generation_call.partial_image',
    partial_image_b64: 'iVBORw0KGgo=',
    partial_image_index: 0,
    output_format: 'png',
    size: '1x1',
    background: 'opaque',
    quality: 'low',
  };
  const events = [
    { type: 'response.image_generation_call.in_progress' },
    { type: 'response.image_generation_call.generating' },
    ...(random.next() < 0.5 ? [partial, { ...partial, partial_image_index: 1 }] : []),
    ...(random.next() < 0.5 ? [{ type: 'response.image_generation_call.completed' }] : []),
  ];
  return {
    added,
    events,
    done: { ...added, status: 'completed', result: 'iVBORw0KGgo=', output_format: 'png', revised_prompt: 'p' },
  };
}

function oddShell(random: Seeded): Life {
  const commands = Array.from({ length: random.between(1, 3) }, () => oddText(random));
  const added = {
    type: 'shell_call',
    id: oddId('sh_', random),
    call_id: oddId('call_', random),
    status: 'in_progress',
    action: { commands: [], timeout_ms: null, max_output_length: null },
  };
  const events = commands.flatMap((command, command_index) => [
    { type: 'response.shell_call_command.added', command_index, command: '' },
    ...cutText(command, random).map((delta) => ({ type: 'response.shell_call_command.delta', command_index, delta })),
    { type: 'response.shell_call_command.done', command_index, command },
  ]);
  return { added, events, done: { ...added, status: 'completed', action: { ...added.action, commands } } };
}

function oddShellOutput(random: Seeded): Life {
  const outcome = { type: 'exit', exit_code: 0 };
  const output = Array.from({ length: random.between(1, 2) }, () => ({
    stdout: oddText(random),
    stderr: random.pick(['', 'oh']),
    outcome,
  }));
  const added = {
    type: 'shell_call_output',
    id: oddId('sho_', random),
    call_id: oddId('call_', random),
    status: 'in_progress',
    output: [],
    max_output_length: null,
  };
  const events = output.flatMap((piece, command_index) => [
    ...cutText(piece.stdout, random, false).map((stdout) => ({
      type: 'response.shell_call_output_content.delta',
      command_index,
      delta: { stdout },
    })),
    ...(piece.stderr === ''
      ? []
      : [
          {
            type: 'response.shell_call_output_content.delta',
            command_index,
            delta: { stderr: piece.stderr, stdout: null },
          },
        ]),
    { type: 'response.shell_call_output_content.done', command_index, output: [piece] },
  ]);
  return { added, events, done: { ...added, status: 'completed', output } };
}

function oddPatch(random: Seeded): Life {
  const added = {
    type: 'apply_patch_call',
    id: oddId('ap_', random),
    call_id: oddId('call_', random),
    status: 'in_progress',
    operation: { type: 'update_file', path: 'a.ts', diff: '' },
  };
  return {
    added,
    events: [],
    done: { ...added, status: 'completed', operation: { ...added.operation, diff: oddText(random) } },
  };
}

function oddCompaction(random: Seeded): Life {
  const added = { type: 'compaction', id: oddId('cmp_', random), encrypted_content: '' };
  return {
    added,
    events: random.next() < 0.5 ? [{ type: 'response.compaction.compacting' }] : [],
    done: { ...added, encrypted_content: 'CC' },
  };
}

function oddComputer(random: Seeded): Life {
  const added = {
    type: 'computer_call',
    id: oddId('cu_', random),
    call_id: oddId('call_', random),
    status: 'in_progress',
    action: { type: 'click', x: 1, y: 2, button: 'left' },
    pending_safety_checks: [],
  };
  return { added, events: [], done: { ...added, status: 'completed' } };
}

function oddStranger(random: Seeded): Life {
  const added = { type: 'holo_call', id: oddId('h_', random), status: 'in_progress', plan: null };
  return { added, events: [], done: { ...added, status: 'completed', plan: { a: [1] } } };
}
