/**
 * What a tool is asked. Functions, MCP and custom tools carry a text of their own; the input of a built-in tool is spread over
 * fields of its item and is put together as JSON here, so that code, a patch or a command can be watched while it forms.
 */
import { asList, asObject, asString, asText, isObject, type JsonObject, toJson } from '../json-reading.ts';
import { type InputTrack, type ItemTrack, missingText, type Output, withInput } from './item-track.ts';

/** Fields of an item that frame a call or answer it; all others say what is asked. */
const framingFields: ReadonlySet<string> = new Set([
  'id',
  'type',
  'status',
  'call_id',
  'name',
  'namespace',
  'caller',
  'created_by',
  'execution',
  'environment',
  'server_label',
  'approval_request_id',
  'container_id',
  'fingerprint',
  'result',
  'results',
  'output',
  'outputs',
  'error',
  'pending_safety_checks',
  // Facts about the picture that was made, not wishes.
  'background',
  'output_format',
  'quality',
  'revised_prompt',
  'size',
]);

/** The input of a complete item as JSON text (or the plain text of a custom tool). */
export function wholeInput(item: JsonObject): string {
  const own = ownText(item);
  if (own !== null) return own;
  if (item.type === 'web_search_call') return toJson(searchOf(item));
  const asked = Object.entries(item).filter(([name, value]) => !framingFields.has(name) && value != null);
  return toJson(
    Object.fromEntries(asked.map(([name, value]) => [name, isObject(value) ? withoutNulls(value) : value])),
  );
}

/** A web search's action says all: `{"type":"search","query":…}`. The `sources` in it are what was found. */
function searchOf(item: JsonObject): JsonObject {
  const { sources: _sources, ...action } = withoutNulls(asObject(item.action) ?? {});
  return action;
}

/** `arguments` or `input` where they are the input itself; some servers send arguments as an object. */
function ownText(item: JsonObject): string | null {
  if (item.type === 'custom_tool_call') return asString(item.input) ?? toJson(item.input);
  const { arguments: wire } = item;
  if (wire === undefined || wire === null) return item.type === 'function_call' || item.type === 'mcp_call' ? '' : null;
  return typeof wire === 'string' ? wire : toJson(wire);
}

function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null));
}

/** The text that a tool's own events spell: arguments, code, diff; null for shells (a list) and tools without such events. */
export function streamedText(item: JsonObject): string | null {
  switch (item.type) {
    case 'function_call':
    case 'mcp_call':
      return typeof item.arguments === 'string' ? item.arguments : null;
    case 'custom_tool_call':
      return asString(item.input);
    case 'code_interpreter_call':
      return asString(item.code);
    case 'apply_patch_call':
      return asString(asObject(item.operation)?.diff);
    default:
      return null;
  }
}

/** Begins the input of a track: the JSON before the text is told, what must close it is kept. */
function openInput(track: ItemTrack, block: string, output: Output): InputTrack {
  const { prefix, suffix } = envelopeOf(track);
  // Text that the item already held when it was added; the SDK too puts the pieces after it.
  const initial = streamedText(track.item) ?? '';
  const text = prefix + (suffix === '' ? initial : toJson(initial).slice(1, -1));
  if (text !== '') output.deltas.push({ type: 'tool-input-delta', choice: 0, block, text });
  return { raw: initial, commandIndex: 0, commands: [], suffix };
}

type Envelope = { readonly prefix: string; readonly suffix: string };

const noEnvelope: Envelope = { prefix: '', suffix: '' };

function envelopeOf(track: ItemTrack): Envelope {
  switch (track.type) {
    case 'code_interpreter_call':
      return around({ code: '' }, '"}');
    case 'apply_patch_call': {
      const { diff: _diff, ...operation } = withoutNulls(asObject(track.item.operation) ?? {});
      return around({ operation: { ...operation, diff: '' } }, '"}}');
    }
    case 'shell_call': {
      const { commands: _commands, ...action } = withoutNulls(asObject(track.item.action) ?? {});
      return around({ action: { ...action, commands: [''] } }, '"]}}');
    }
    default:
      return noEnvelope;
  }
}

function around(value: object, suffix: string): Envelope {
  return { prefix: toJson(value).slice(0, -suffix.length), suffix };
}

/** A piece of the input, of the command at `commandIndex` for a shell. */
export function addInput(
  track: ItemTrack,
  block: string,
  text: string,
  commandIndex: number,
  output: Output,
): ItemTrack {
  const opened = track.input ?? openInput(track, block, output);
  const input = toCommand(opened, commandIndex, block, output);
  if (text === '') return input === track.input ? track : withInput(track, input);
  const told = input.suffix === '' ? text : toJson(text).slice(1, -1);
  output.deltas.push({ type: 'tool-input-delta', choice: 0, block, text: told });
  return withInput(track, {
    raw: input.raw + text,
    commandIndex: input.commandIndex,
    commands: input.commands,
    suffix: input.suffix,
  });
}

/** Goes on to a shell's next command; one that comes again or out of order stays with the current one. */
function toCommand(input: InputTrack, commandIndex: number, block: string, output: Output): InputTrack {
  if (commandIndex <= input.commandIndex) return input;
  output.deltas.push({ type: 'tool-input-delta', choice: 0, block, text: '","' });
  return { raw: '', commandIndex, commands: [...input.commands, input.raw], suffix: input.suffix };
}

/** The whole text of the input (of a command): what the pieces left out is told now. */
export function setInput(
  track: ItemTrack,
  block: string,
  whole: string,
  commandIndex: number,
  output: Output,
): ItemTrack {
  const current = addInput(track, block, '', commandIndex, output);
  const told = current.input?.raw ?? '';
  const missing = missingText(told, whole, `The input of ${track.type}`, output);
  const next = addInput(current, block, missing, commandIndex, output);
  const { input } = next;
  return input === null || input.raw === whole ? next : withInput(next, { ...input, raw: whole });
}

/** Ends the input with its item: tells the rest of it, or all of it where no event spelled it. */
export function finishInput(track: ItemTrack, block: string, item: JsonObject, output: Output): ItemTrack {
  if (track.input === null) {
    const text = wholeInput(item);
    if (text !== '') output.deltas.push({ type: 'tool-input-delta', choice: 0, block, text });
    return withInput(track, { raw: streamedText(item) ?? text, commandIndex: 0, commands: [], suffix: '' });
  }
  const next = finishText(track, block, item, output);
  const suffix = next.input?.suffix ?? '';
  if (suffix === '') return next;
  output.deltas.push({ type: 'tool-input-delta', choice: 0, block, text: suffix });
  return withInput(next, { ...(next.input as InputTrack), suffix: '' });
}

function finishText(track: ItemTrack, block: string, item: JsonObject, output: Output): ItemTrack {
  const commands = asList(asObject(item.action)?.commands);
  if (track.type !== 'shell_call') {
    const text = streamedText(item);
    // An item that ends without its text says nothing against the pieces.
    return text === null || text === '' ? track : setInput(track, block, text, 0, output);
  }
  let next = track;
  for (let index = track.input?.commandIndex ?? 0; index < commands.length; index += 1) {
    next = setInput(next, block, asText(commands[index]) ?? '', index, output);
  }
  return next;
}
