/** Responses API streams with every kind of item, in turns, whole or cut. */
import type { Seeded } from '../seeded.ts';
import { interleave, type OddStream } from './odd-chat.ts';
import type { OddEvent } from './odd-framing.ts';
import { addStrangers } from './odd-json.ts';
import { cutText, oddId, oddText } from './odd-text.ts';

type Fields = { readonly [name: string]: unknown };

/** An item's life: as it was added, its own events, as it was done. Events lack their place. */
type Life = { readonly added: Fields; readonly events: readonly Fields[]; readonly done: Fields };

/** `isCut`: the stream may stop anywhere. */
export function oddResponsesStream(random: Seeded): OddStream {
  const lives = Array.from({ length: random.between(1, 4) }, () => random.pick(makers)(random));
  const lists = lives.map((life, index) => eventsOf(life, index, random));
  const isParallel = random.next() < 0.3;
  const middle = isParallel ? inOrder(lists, random) : lists.flat();
  const head = { id: oddId('resp_', random), object: 'response', created_at: 5, status: 'in_progress', model: 'm-1', output: [], error: null, usage: null, metadata: {} };
  const usage = { input_tokens: 3, input_tokens_details: { cached_tokens: 1 }, output_tokens: 4, output_tokens_details: { reasoning_tokens: 2 }, total_tokens: 7 };
  const output = lives.map(({ done }) => done);
  const kind = random.pick(['completed', 'completed', 'incomplete', 'failed']);
  const last = { ...head, status: kind, output, usage, ...(kind === 'incomplete' ? { incomplete_details: { reason: 'max_output_tokens' } } : {}), ...(kind === 'failed' ? { error: { code: 'server_error', message: 'no' } } : {}) };
  const all: Fields[] = [{ type: 'response.created', response: head }];
  if (random.next() < 0.2) all.push({ type: 'response.queued', response: { ...head, status: 'queued' } });
  if (random.next() < 0.8) all.push({ type: 'response.in_progress', response: head });
  all.push(...middle);
  if (random.next() < 0.1) all.splice(random.between(1, all.length), 0, { type: 'keepalive' });
  const isCut = random.next() < 0.4;
  if (isCut) all.length = random.between(1, all.length);
  else all.push({ type: `response.${kind}`, response: last });
  const extras = random.pick([0, 0, 0.1]);
  const isQuiet = random.next() < 0.3;
  const events = all.map((event, sequence): OddEvent => {
    const padded = isQuiet || !String(event.type).endsWith('delta') ? event : { ...event, obfuscation: oddId('', random) };
    const payload = addStrangers({ ...padded, sequence_number: sequence }, random, extras);
    return { name: String(event.type), payload };
  });
  return { events, said: [] };
}

/** Added in order, then in turns. */
function inOrder(lists: readonly (readonly Fields[])[], random: Seeded): readonly Fields[] {
  return [...lists.flatMap((list) => list.slice(0, 1)), ...interleave(lists.map((list) => list.slice(1)), random)];
}

function eventsOf(life: Life, output_index: number, random: Seeded): readonly Fields[] {
  const id = life.added.id;
  const isLeftOut = random.next() < 0;
  const inner = life.events.map((event) => ({ ...event, item_id: id, output_index }));
  const done = isLeftOut ? [] : [{ type: 'response.output_item.done', output_index, item: life.done }];
  return [{ type: 'response.output_item.added', output_index, item: life.added }, ...inner, ...done];
}

const makers: readonly ((random: Seeded) => Life)[] = [
  oddMessage, oddMessage, oddReasoning, oddReasoning, oddFunctionCall, oddFunctionCall, oddCustomCall, oddMcpCall, oddMcpList, oddSearch, oddCode, oddImage, oddShell, oddShellOutput, oddPatch, oddCompaction, oddComputer, oddStranger,
];

function oddMessage(random: Seeded): Life {
  const id = oddId('msg_', random);
  const added = { type: 'message', id, status: 'in_progress', role: 'assistant', content: [], ...random.pick([{}, { phase: 'final_answer' }]) };
  const parts = Array.from({ length: random.between(0, 3) }, (_none, index) => (random.next() < 0.2 ? refusalPart(index, random) : textPart(index, random)));
  return { added, events: parts.flatMap(({ events }) => events), done: { ...added, status: 'completed', content: parts.map(({ whole }) => whole) } };
}

type Part = { readonly events: readonly Fields[]; readonly whole: Fields };

function textPart(content_index: number, random: Seeded): Part {
  const text = oddText(random);
  const hasLogprobs = random.next() < 0.2;
  const logprobs: unknown[] = [];
  const annotations: unknown[] = [];
  const events: Fields[] = [{ type: 'response.content_part.added', content_index, part: { type: 'output_text', text: '', annotations: [], ...random.pick([{}, { logprobs: [] }]) } }];
  for (const delta of cutText(text, random)) {
    const tokens = hasLogprobs ? [{ token: delta, logprob: -0.5, bytes: [1], top_logprobs: [] }] : [];
    logprobs.push(...tokens);
    events.push({ type: 'response.output_text.delta', content_index, delta, ...random.pick([{ logprobs: tokens }, { logprobs: tokens }, { logprobs: tokens, x: 1 }]) });
    if (random.next() >= 0.1) continue;
    const annotation = random.pick([{ type: 'url_citation', url: 'https://a.example', title: 'A', start_index: 0, end_index: 1 }, { type: 'file_citation', file_id: 'f', filename: 'x.pdf', index: 3 }, { type: 'container_file_citation', container_id: 'c', file_id: 'f', filename: 'y', start_index: 0, end_index: 2 }, { type: 'file_path', file_id: 'p', index: 1 }]);
    events.push({ type: 'response.output_text.annotation.added', content_index, annotation_index: annotations.length, annotation });
    annotations.push(annotation);
  }
  const whole = { type: 'output_text', text, annotations, logprobs };
  events.push({ type: 'response.output_text.done', content_index, text, logprobs }, { type: 'response.content_part.done', content_index, part: whole });
  return { events, whole };
}

function refusalPart(content_index: number, random: Seeded): Part {
  const refusal = oddText(random);
  const whole = { type: 'refusal', refusal };
  const events = [
    { type: 'response.content_part.added', content_index, part: { type: 'refusal', refusal: '' } },
    ...cutText(refusal, random).map((delta) => ({ type: 'response.refusal.delta', content_index, delta })),
    { type: 'response.refusal.done', content_index, refusal },
    { type: 'response.content_part.done', content_index, part: whole },
  ];
  return { events, whole };
}

function oddReasoning(random: Seeded): Life {
  const id = oddId('rs_', random);
  const added = { type: 'reasoning', id, summary: [], ...random.pick([{}, { encrypted_content: 'AA' }, { status: 'in_progress' }]) };
  const summary: unknown[] = [];
  const content: unknown[] = [];
  const events: Fields[] = [];
  for (let summary_index = 0, count = random.between(0, 2); summary_index < count; summary_index += 1) {
    const text = oddText(random);
    const whole = { type: 'summary_text', text };
    events.push({ type: 'response.reasoning_summary_part.added', summary_index, part: { type: 'summary_text', text: '' } });
    events.push(...cutText(text, random).map((delta) => ({ type: 'response.reasoning_summary_text.delta', summary_index, delta })));
    events.push({ type: 'response.reasoning_summary_text.done', summary_index, text }, { type: 'response.reasoning_summary_part.done', summary_index, part: whole });
    summary.push(whole);
  }
  for (let content_index = 0, count = random.pick([0, 0, 1, 2]); content_index < count; content_index += 1) {
    const text = oddText(random);
    const whole = { type: 'reasoning_text', text };
    events.push({ type: 'response.content_part.added', content_index, part: { type: 'reasoning_text', text: '' } });
    events.push(...cutText(text, random).map((delta) => ({ type: 'response.reasoning_text.delta', content_index, delta })));
    events.push({ type: 'response.reasoning_text.done', content_index, text }, { type: 'response.content_part.done', content_index, part: whole });
    content.push(whole);
  }
  return { added, events, done: { ...added, summary, ...(content.length > 0 ? { content } : {}), encrypted_content: 'BBBB' } };
}

function inputEvents(name: string, whole: string, field: string, random: Seeded): readonly Fields[] {
  return [...cutText(whole, random).map((delta) => ({ type: `${name}.delta`, delta })), { type: `${name}.done`, [field]: whole }];
}

function oddFunctionCall(random: Seeded): Life {
  const text = JSON.stringify({ a: oddText(random), n: [1, 2.5, null] });
  const added = { type: 'function_call', id: oddId('fc_', random), call_id: oddId('call_', random), name: 'look', arguments: '', status: 'in_progress' };
  return { added, events: inputEvents('response.function_call_arguments', text, 'arguments', random), done: { ...added, arguments: text, status: 'completed' } };
}

function oddCustomCall(random: Seeded): Life {
  const text = oddText(random);
  const added = { type: 'custom_tool_call', id: oddId('ctc_', random), call_id: oddId('call_', random), name: 'write', input: '', status: 'in_progress' };
  return { added, events: inputEvents('response.custom_tool_call_input', text, 'input', random), done: { ...added, input: text, status: 'completed' } };
}

function oddMcpCall(random: Seeded): Life {
  const text = JSON.stringify({ q: oddText(random) });
  const added = { type: 'mcp_call', id: oddId('mcp_', random), server_label: 's', name: 'ask', arguments: '', output: null, error: null, status: 'in_progress', approval_request_id: null };
  const end = random.pick(['completed', 'failed']);
  const events = [{ type: 'response.mcp_call.in_progress' }, ...inputEvents('response.mcp_call_arguments', text, 'arguments', random), { type: `response.mcp_call.${end}` }];
  return { added, events, done: { ...added, arguments: text, status: end, ...(end === 'failed' ? { error: { type: 'http_error', code: 500 } } : { output: 'fine' }) } };
}

function oddMcpList(random: Seeded): Life {
  const added = { type: 'mcp_list_tools', id: oddId('mcpl_', random), server_label: 's', tools: [] };
  return { added, events: [{ type: 'response.mcp_list_tools.in_progress' }, { type: 'response.mcp_list_tools.completed' }], done: { ...added, tools: [{ name: 'ask', input_schema: { type: 'object' }, description: null, annotations: null }] } };
}

function oddSearch(random: Seeded): Life {
  const type = random.pick(['web_search_call', 'file_search_call']);
  const added = { type, id: oddId('s_', random), status: 'in_progress', ...(type === 'file_search_call' ? { queries: [], results: null } : {}) };
  const events = ['in_progress', 'searching', 'completed'].map((status) => ({ type: `response.${type}.${status}` }));
  const rest = type === 'file_search_call' ? { queries: ['q'], results: [{ file_id: 'f', text: 't', score: 0.5 }] } : { action: random.pick([{ type: 'search', query: 'q', queries: ['q'] }, { type: 'open_page', url: 'https://a.example' }, { type: 'find', url: 'u', pattern: 'p' }]) };
  return { added, events, done: { ...added, status: 'completed', ...rest } };
}

function oddCode(random: Seeded): Life {
  const code = oddText(random);
  const added = { type: 'code_interpreter_call', id: oddId('ci_', random), status: 'in_progress', code: random.pick(['', null]), container_id: 'c', outputs: random.pick([null, []]) };
  const events = [{ type: 'response.code_interpreter_call.in_progress' }, ...inputEvents('response.code_interpreter_call_code', code, 'code', random), { type: 'response.code_interpreter_call.interpreting' }, { type: 'response.code_interpreter_call.completed' }];
  return { added, events, done: { ...added, code, status: 'completed', outputs: [{ type: 'logs', logs: 'x' }, { type: 'image', url: 'data:image/png;base64,AA==' }] } };
}

function oddImage(random: Seeded): Life {
  const added = { type: 'image_generation_call', id: oddId('ig_', random), status: 'in_progress', result: null };
  const partial = { type: 'response.image_generation_call.partial_image', partial_image_b64: 'iVBORw0KGgo=', partial_image_index: 0, output_format: 'png', size: '1x1', background: 'opaque', quality: 'low' };
  const events = [{ type: 'response.image_generation_call.in_progress' }, { type: 'response.image_generation_call.generating' }, ...(random.next() < 0.5 ? [partial, { ...partial, partial_image_index: 1 }] : []), ...(random.next() < 0.5 ? [{ type: 'response.image_generation_call.completed' }] : [])];
  return { added, events, done: { ...added, status: 'completed', result: 'iVBORw0KGgo=', output_format: 'png', revised_prompt: 'p' } };
}

function oddShell(random: Seeded): Life {
  const commands = Array.from({ length: random.between(1, 3) }, () => oddText(random));
  const added = { type: 'shell_call', id: oddId('sh_', random), call_id: oddId('call_', random), status: 'in_progress', action: { commands: [], timeout_ms: null, max_output_length: null } };
  const events = commands.flatMap((command, command_index) => [
    { type: 'response.shell_call_command.added', command_index, command: '' },
    ...cutText(command, random).map((delta) => ({ type: 'response.shell_call_command.delta', command_index, delta })),
    { type: 'response.shell_call_command.done', command_index, command },
  ]);
  return { added, events, done: { ...added, status: 'completed', action: { ...added.action, commands } } };
}

function oddShellOutput(random: Seeded): Life {
  const outcome = { type: 'exit', exit_code: 0 };
  const output = Array.from({ length: random.between(1, 2) }, () => ({ stdout: oddText(random), stderr: random.pick(['', 'oh']), outcome }));
  const added = { type: 'shell_call_output', id: oddId('sho_', random), call_id: oddId('call_', random), status: 'in_progress', output: [], max_output_length: null };
  const events = output.flatMap((piece, command_index) => [
    ...cutText(piece.stdout, random, false).map((stdout) => ({ type: 'response.shell_call_output_content.delta', command_index, delta: { stdout } })),
    ...(piece.stderr === '' ? [] : [{ type: 'response.shell_call_output_content.delta', command_index, delta: { stderr: piece.stderr, stdout: null } }]),
    { type: 'response.shell_call_output_content.done', command_index, output: [piece] },
  ]);
  return { added, events, done: { ...added, status: 'completed', output } };
}

function oddPatch(random: Seeded): Life {
  const added = { type: 'apply_patch_call', id: oddId('ap_', random), call_id: oddId('call_', random), status: 'in_progress', operation: { type: 'update_file', path: 'a.ts', diff: '' } };
  return { added, events: [], done: { ...added, status: 'completed', operation: { ...added.operation, diff: oddText(random) } } };
}

function oddCompaction(random: Seeded): Life {
  const added = { type: 'compaction', id: oddId('cmp_', random), encrypted_content: '' };
  return { added, events: random.next() < 0.5 ? [{ type: 'response.compaction.compacting' }] : [], done: { ...added, encrypted_content: 'CC' } };
}

function oddComputer(random: Seeded): Life {
  const added = { type: 'computer_call', id: oddId('cu_', random), call_id: oddId('call_', random), status: 'in_progress', action: { type: 'click', x: 1, y: 2, button: 'left' }, pending_safety_checks: [] };
  return { added, events: [], done: { ...added, status: 'completed' } };
}

function oddStranger(random: Seeded): Life {
  const added = { type: 'holo_call', id: oddId('h_', random), status: 'in_progress', plan: null };
  return { added, events: [], done: { ...added, status: 'completed', plan: { a: [1] } } };
}
