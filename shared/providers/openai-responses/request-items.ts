/** Items of a request's `input` as parts: content of messages, earlier tool calls and their outputs, reasoning. */
import type { RequestPart } from '../../model/request-reading.ts';
import { asList, asObject, asObjects, asString, asText, type JsonObject, parseJson, toJson } from '../json-reading.ts';
import { fileOfUrl, readDataUrl } from '../media-source.ts';
import { kindOfItem, nameOfItem } from './item-kind.ts';
import { wholeInput } from './tool-input.ts';

/** `content` of a message: a string, or a list of parts. */
export function readContent(content: unknown): readonly RequestPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content }];
  return asList(content).map(readPart);
}

/** @see https://platform.openai.com/docs/api-reference/responses/create#responses-create-input */
function readPart(value: unknown): RequestPart {
  if (typeof value === 'string') return { kind: 'text', text: value };
  const part = asObject(value) ?? {};
  const type = asText(part.type) ?? 'part';
  switch (type) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return { kind: 'text', text: asString(part.text) ?? '' };
    case 'refusal':
      return { kind: 'text', text: asString(part.refusal) ?? '' };
    case 'summary_text':
    case 'reasoning_text':
      return { kind: 'reasoning', text: asString(part.text) ?? '' };
    case 'input_image':
    case 'computer_screenshot':
      return readImage(part);
    case 'input_file':
      return readFile(part);
    case 'input_audio':
      return readAudio(asObject(part.input_audio) ?? part);
    default:
      return { kind: 'other', label: type, native: value };
  }
}

/** `image_url` is a string here; some clients keep chat's object. */
function readImage(part: JsonObject): RequestPart {
  const url = asText(part.image_url) ?? asText(asObject(part.image_url)?.url);
  return fileOfUrl('image', url, asText(part.file_id));
}

/** `file_data` should be a data URL; bare base64 is taken too. */
function readFile(part: JsonObject): RequestPart {
  const name = asText(part.filename) ?? asText(part.file_id);
  const data = asText(part.file_data);
  if (data === null || readDataUrl(data) !== null) return fileOfUrl('file', data ?? asText(part.file_url), name);
  return { kind: 'file', mediaType: null, data, url: null, name };
}

function readAudio(audio: JsonObject): RequestPart {
  const format = asText(audio.format);
  const mediaType = format === null ? null : `audio/${format}`;
  return { kind: 'audio', mediaType, data: asText(audio.data), url: null, name: null };
}

/** An item that is no message. Unknown ones stay whole. */
export function readItemParts(item: JsonObject): readonly RequestPart[] {
  const type = asText(item.type) ?? 'item';
  if (type === 'reasoning') return readReasoning(item);
  switch (kindOfItem(type)) {
    case 'tool-call':
      return [readCall(item), ...readOwnResult(item)];
    case 'tool-result':
      return readOutput(item, type);
    default:
      return [{ kind: 'other', label: type, native: item }];
  }
}

/** Summary and text; encrypted reasoning has neither and stays whole. */
function readReasoning(item: JsonObject): readonly RequestPart[] {
  const parts = [...readContent(item.summary), ...readContent(item.content)];
  const told = parts.map((part): RequestPart => (part.kind === 'text' ? { kind: 'reasoning', text: part.text } : part));
  return told.length > 0 ? told : [{ kind: 'other', label: 'reasoning', native: item }];
}

function readCall(item: JsonObject): RequestPart {
  const text = wholeInput(item);
  const parsed = item.type === 'custom_tool_call' ? null : parseJson(text);
  const id = asText(item.call_id) ?? asText(item.id);
  return { kind: 'tool-call', id, name: nameOfItem(item), input: parsed?.ok ? parsed.value : text };
}

/** A tool that the provider ran brings its result with it: MCP's output, the logs of code. */
function readOwnResult(item: JsonObject): readonly RequestPart[] {
  if (item.type === 'image_generation_call') {
    const data = asText(item.result);
    return data === null ? [] : [{ kind: 'image', mediaType: 'image/png', data, url: null, name: null }];
  }
  const result = item.output ?? item.outputs ?? item.results ?? item.error;
  if (result == null) return [];
  return [resultPart(asText(item.id), nameOfItem(item), textOfOutput(result), item.error != null)];
}

/** `function_call_output` and its kind: text, a list of parts (images and files stand beside the text), or an object. */
function readOutput(item: JsonObject, type: string): readonly RequestPart[] {
  const output = item.output ?? item.result ?? item.tools;
  const media = [...asObjects(output), ...asObjects([output])]
    .map(readPart)
    .filter((part) => part.kind === 'image' || part.kind === 'file' || part.kind === 'audio');
  const name =
    type === 'function_call_output' || type === 'custom_tool_call_output' ? null : type.replace(/_output$/, '');
  const text = media.length > 0 && !Array.isArray(output) ? '' : textOfOutput(output);
  return [
    resultPart(asText(item.call_id), name, text, item.status === 'failed' || item.status === 'incomplete'),
    ...media,
  ];
}

function resultPart(toolCallId: string | null, name: string | null, text: string, isError: boolean): RequestPart {
  return { kind: 'tool-result', toolCallId, name, text, isError };
}

function textOfOutput(output: unknown): string {
  if (typeof output === 'string') return output;
  const parts = asObjects(output);
  const isContent = parts.length > 0 && parts.every((part) => (asText(part.type) ?? '').startsWith('input_'));
  if (isContent) return parts.map((part) => asString(part.text) ?? '').join('');
  return output == null ? '' : toJson(output);
}
