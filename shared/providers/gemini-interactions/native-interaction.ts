/** The snapshot as one plain interaction. Called rarely: here items are put together out of their deltas. */
import { toArray } from '../append-list.ts';
import { asList, asObject, asString, isObject, type JsonObject, parseJson } from '../json-reading.ts';
import { flushed, type InteractionSnapshot, type ItemSnapshot } from './interaction-snapshot.ts';

type MutableObject = { [name: string]: unknown };

/** The terminal event's own list wins where it is not empty; it is left out there to save bytes. */
export function nativeInteraction(snapshot: InteractionSnapshot): JsonObject {
  const { fields, listName } = snapshot;
  const isTold = asList(fields[listName]).length > 0;
  if (isTold || (snapshot.items.length === 0 && listName === 'steps')) return fields;
  return { ...fields, [listName]: nativeItems(snapshot) };
}

/** The list as its events left it, by index. */
export function nativeItems(snapshot: InteractionSnapshot): readonly JsonObject[] {
  return snapshot.items.toSorted((first, second) => first.index - second.index).map(nativeItem);
}

function nativeItem(item: ItemSnapshot): JsonObject {
  const built: MutableObject = { ...item.start };
  for (const delta of toArray(flushed(item))) addDelta(built, delta);
  return built;
}

function addDelta(item: MutableObject, delta: JsonObject): void {
  switch (delta.type) {
    case 'thought_signature':
      setType(item, 'thought');
      if (delta.signature !== undefined) item.signature = delta.signature;
      break;
    case 'thought_summary':
      setType(item, 'thought');
      if (isObject(delta.content)) item.summary = withContent(asList(item.summary), delta.content);
      break;
    case 'arguments_delta':
      setType(item, 'function_call');
      item.arguments = parsedArguments(item.arguments, delta.arguments);
      break;
    case 'text_annotation_delta':
    case 'text_annotation':
      addAnnotations(item, asList(delta.annotations));
      break;
    default:
      addContent(item, delta);
  }
}

/** An item whose start never came is named after its first delta. */
function setType(item: MutableObject, type: unknown): void {
  item.type ??= type;
}

/** The text replaces the empty object that opened the call; text that is no JSON stays text. */
function parsedArguments(before: unknown, piece: unknown): unknown {
  const text = (asString(before) ?? '') + (asString(piece) ?? '');
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : text;
}

/** Contents of a `model_output` go into its list; an item of the delta's own type takes the delta's fields. */
function addContent(item: MutableObject, delta: JsonObject): void {
  const type = item.type ?? delta.type;
  if (type === 'model_output') {
    item.content = withContent(asList(item.content), delta);
    return;
  }
  setType(item, type);
  for (const [name, value] of Object.entries(delta)) {
    if (name !== 'type') item[name] = grown(item[name], value, name);
  }
}

const growingFields: ReadonlySet<string> = new Set(['text', 'data', 'result', 'annotations']);

/** What comes in pieces is joined; the last value of anything else counts. */
function grown(before: unknown, value: unknown, name: string): unknown {
  if (!growingFields.has(name)) return value;
  if (typeof before === 'string' && typeof value === 'string') return before + value;
  return Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value;
}

/** Text goes on in the last text; everything else is a content of its own. */
function withContent(list: readonly unknown[], content: JsonObject): readonly unknown[] {
  const last = asObject(list.at(-1));
  if (content.type !== 'text' || last?.type !== 'text') return [...list, content];
  const joined: MutableObject = { ...last };
  for (const [name, value] of Object.entries(content)) joined[name] = grown(joined[name], value, name);
  return [...list.slice(0, -1), joined];
}

function addAnnotations(item: MutableObject, annotations: readonly unknown[]): void {
  setType(item, 'model_output');
  if (item.type === 'model_output') {
    item.content = withContent(asList(item.content), { type: 'text', text: '', annotations });
  } else {
    item.annotations = [...asList(item.annotations), ...annotations];
  }
}
