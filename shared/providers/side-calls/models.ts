/** What models there are: lists, one model's card, and Ollama's loading, copying and removing of models. */
import { asNumber, asObject, asObjects, asText, type JsonObject } from '../json-reading.ts';
import { counted, type SideCall, type SideContext, type SideReading, shown } from './side-call.ts';

/**
 * @see https://platform.openai.com/docs/api-reference/models
 * @see https://docs.anthropic.com/en/api/models-list
 * @see https://ai.google.dev/api/models
 * @see https://docs.ollama.com/api/tags
 * @see https://docs.ollama.com/api/pull
 */
export const models: SideCall = {
  format: 'models',
  title: 'Models',
  claims: ({ method, path }) => {
    if (/\/api\/(tags|ps|version)\/?$/.test(path)) return method === 'GET' || method === 'HEAD';
    if (/\/api\/(show|pull|push|create|copy|delete)\/?$/.test(path)) return method === 'POST' || method === 'DELETE';
    return (method === 'GET' || method === 'DELETE') && /\/(models|tunedModels)(\/.*)?$/.test(path);
  },
  readBody,
  readEvent: readProgress,
  readRequest: () => null,
  consumedFields: ['status', 'digest', 'total', 'completed'],
};

function readBody(body: JsonObject, context: SideContext): SideReading | null {
  const list = body.data ?? body.models ?? body.tunedModels ?? body.publisherModels;
  if (Array.isArray(list)) return readList(asObjects(list));
  if (body.deleted === true) return shown(`deleted ${asText(body.id) ?? 'a model'}`, body);
  if (asText(body.version) !== null && body.id === undefined && body.name === undefined) {
    return shown(`version ${asText(body.version)}`, body);
  }
  if (asText(body.status) !== null) return readProgress(body, context);
  return readCard(body);
}

function readList(list: readonly JsonObject[]): SideReading {
  const names = list.map((model) => nameOf(model) ?? '?');
  // Ollama's `/api/ps` tells how long each stays in memory.
  const isLoaded =
    list.length > 0 && list.every((model) => model.expires_at !== undefined && model.size_vram !== undefined);
  return shown(`${isLoaded ? 'loaded' : 'listed'} ${counted(list.length, 'model')}`, names);
}

/** OpenAI, Anthropic, Mistral: `id`; Gemini, Cohere, Ollama: `name`. */
function nameOf(model: JsonObject): string | null {
  return asText(model.id) ?? asText(model.name) ?? asText(model.model);
}

function readCard(body: JsonObject): SideReading | null {
  const details = asObject(body.details);
  const name = nameOf(body) ?? asText(asObject(body.model_info)?.['general.basename']) ?? asText(details?.family);
  if (name === null) return null;
  const size = asText(details?.parameter_size);
  const context = asNumber(body.context_length) ?? asNumber(body.max_context_length) ?? asNumber(body.inputTokenLimit);
  const facts = [size, context === null ? null : `context ${counted(context, 'token')}`].filter(
    (fact) => fact !== null,
  );
  return shown([`model ${name}`, ...facts].join(', '), body);
}

/** One line of Ollama's progress: `llama3.2: pulling 8eeb52dfb3bb 45%`. One block, whose words are replaced as it goes on. */
function readProgress(body: JsonObject, { requestBody }: SideContext): SideReading | null {
  const status = asText(body.status);
  if (status === null) return null;
  const [total, completed] = [asNumber(body.total), asNumber(body.completed)];
  const done = total === null || total === 0 ? status : `${status} ${Math.floor(((completed ?? 0) / total) * 100)}%`;
  const name = nameOf(asObject(requestBody) ?? {});
  const words = name === null ? done : `${name}: ${done}`;
  const at = { choice: 0, block: 'result' } as const;
  return {
    reading: words,
    deltas: [{ type: 'block-patch', ...at, name: words, native: body }],
    type: 'progress',
    isEnd: status === 'success',
  };
}
