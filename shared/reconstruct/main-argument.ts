/** The argument of a tool call that says most about it, found in JSON text that may still be forming. */
import { isObject, parseJson } from '../providers/json-reading.ts';

/** In this order: where a call is about a file, its path tells more than its content. */
const telling = [
  'file_path',
  'filepath',
  'filePath',
  'path',
  'notebook_path',
  'command',
  'cmd',
  'query',
  'q',
  'pattern',
  'url',
  'uri',
  'prompt',
  'description',
  'question',
  'location',
  'city',
  'name',
  'code',
  'input',
  'text',
];

/** Only the beginning is read: rows are summed up live, and an argument may be a whole file. */
const maxReadCharacters = 4096;

/** Main argument as text; the first string where none is telling; the arguments themselves where there is no string. */
export function mainArgument(inputJson: string): string {
  const strings = readStrings(inputJson);
  const found = telling.map((name) => strings.get(name)).find((value) => value !== undefined && value !== '');
  const first = found ?? [...strings.values()].find((value) => value !== '');
  if (first !== undefined) return first;
  const text = inputJson.trim();
  return text === '{}' ? '' : text;
}

function readStrings(inputJson: string): ReadonlyMap<string, string> {
  const strings = new Map<string, string>();
  if (inputJson.length > maxReadCharacters) return readFormingStrings(inputJson.slice(0, maxReadCharacters));
  const parsed = parseJson(inputJson);
  if (!parsed.ok) return readFormingStrings(inputJson);
  if (!isObject(parsed.value)) return strings;
  for (const [name, value] of Object.entries(parsed.value)) {
    const text = asArgument(value);
    if (text !== null) strings.set(name, text);
  }
  return strings;
}

/** A string, or a list of strings (`["git", "status"]`) as one. */
function asArgument(value: unknown): string | null {
  if (typeof value === 'string') return value;
  const isCommand = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
  return isCommand ? value.join(' ') : null;
}

/** `"name": "value"` at any depth and in any state of completion; nested names lose to outer ones by coming later. */
function readFormingStrings(text: string): ReadonlyMap<string, string> {
  const strings = new Map<string, string>();
  const pair = /"((?:[^"\\]|\\.){1,80})"\s*:\s*"((?:[^"\\]|\\.)*)/g;
  for (const [, name = '', value = ''] of text.matchAll(pair)) {
    if (!strings.has(name)) strings.set(name, unescaped(value));
  }
  return strings;
}

/** JSON escapes undone; a last escape that is not complete is left out. */
function unescaped(value: string): string {
  const whole = value.replace(/\\u[0-9a-fA-F]{0,3}$/, '');
  const parsed = parseJson(`"${whole.replace(/\p{Cc}/gu, ' ')}"`);
  return parsed.ok && typeof parsed.value === 'string' ? parsed.value : value;
}
