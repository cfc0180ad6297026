/**
 * The upstreams that ship with Wirelens, as data. A client's path continues after the prefix: base URL
 * `http://127.0.0.1:7878/groq/v1` asks `<endpoint>/v1/chat/completions`, so no endpoint here ends in a version.
 */
import type { Endpoint, KeyPlacement, Upstream } from '../model/upstream.ts';

/** Name of the built-in sample upstream: never stored, its address is known only while it runs. */
export const sampleUpstreamName = 'sample';

type PresetFacts = Pick<Upstream, 'name' | 'title' | 'errorShape' | 'defaultFormat'> & {
  readonly url: string;
  /** `official` for a vendor, `local` for a program on this machine. */
  readonly endpoint: string;
  readonly isEnabled?: boolean;
  readonly keyPlacement?: KeyPlacement;
};

const openaiLike = { errorShape: 'openai', defaultFormat: 'openai-chat' } as const;

/** Base paths as documented by each vendor on its own page. */
const facts: readonly PresetFacts[] = [
  {
    // @see https://platform.openai.com/docs/api-reference/introduction
    name: 'openai',
    title: 'OpenAI',
    url: 'https://api.openai.com',
    endpoint: 'official',
    isEnabled: true,
    ...openaiLike,
  },
  {
    // @see https://docs.anthropic.com/en/api/overview
    name: 'anthropic',
    title: 'Anthropic',
    url: 'https://api.anthropic.com',
    endpoint: 'official',
    isEnabled: true,
    keyPlacement: 'x-api-key',
    errorShape: 'anthropic',
    defaultFormat: 'anthropic-messages',
  },
  {
    // @see https://ai.google.dev/api
    name: 'gemini',
    title: 'Google Gemini',
    url: 'https://generativelanguage.googleapis.com',
    endpoint: 'official',
    isEnabled: true,
    keyPlacement: 'x-goog-api-key',
    errorShape: 'gemini',
    defaultFormat: 'gemini-generate',
  },
  {
    // @see https://docs.ollama.com/api
    name: 'ollama',
    title: 'Ollama',
    url: 'http://127.0.0.1:11434',
    endpoint: 'local',
    isEnabled: true,
    errorShape: 'ollama',
    defaultFormat: 'ollama-chat',
  },
  {
    // @see https://openrouter.ai/docs/api-reference/overview
    name: 'openrouter',
    title: 'OpenRouter',
    url: 'https://openrouter.ai/api',
    endpoint: 'official',
    isEnabled: true,
    ...openaiLike,
  },
  {
    // @see https://docs.mistral.ai/api
    name: 'mistral',
    title: 'Mistral',
    url: 'https://api.mistral.ai',
    endpoint: 'official',
    isEnabled: true,
    errorShape: 'mistral',
    defaultFormat: 'mistral-chat',
  },
  // @see https://console.groq.com/docs/openai
  { name: 'groq', title: 'Groq', url: 'https://api.groq.com/openai', endpoint: 'official', ...openaiLike },
  // @see https://api-docs.deepseek.com
  { name: 'deepseek', title: 'DeepSeek', url: 'https://api.deepseek.com', endpoint: 'official', ...openaiLike },
  // @see https://docs.x.ai/docs/api-reference
  { name: 'xai', title: 'xAI', url: 'https://api.x.ai', endpoint: 'official', ...openaiLike },
  // @see https://docs.together.ai/docs/openai-api-compatibility
  { name: 'together', title: 'Together AI', url: 'https://api.together.xyz', endpoint: 'official', ...openaiLike },
  {
    // @see https://docs.fireworks.ai/tools-sdks/openai-compatibility
    name: 'fireworks',
    title: 'Fireworks AI',
    url: 'https://api.fireworks.ai/inference',
    endpoint: 'official',
    ...openaiLike,
  },
  {
    // @see https://docs.cohere.com/reference/chat-stream
    name: 'cohere',
    title: 'Cohere',
    url: 'https://api.cohere.com',
    endpoint: 'official',
    errorShape: 'cohere',
    defaultFormat: 'cohere-v2',
  },
  {
    // A placeholder: every Azure customer has a host of their own.
    // @see https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle
    name: 'azure',
    title: 'Azure OpenAI',
    url: 'https://YOUR-RESOURCE.openai.azure.com',
    endpoint: 'resource',
    keyPlacement: 'api-key',
    ...openaiLike,
  },
  {
    // A placeholder: every region has a host of its own. Works with a Bedrock API key; a SigV4 signature names the host
    // that the client asked and so cannot pass a base URL of ours (docs/BEDROCK.md).
    // @see https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html
    name: 'bedrock',
    title: 'Amazon Bedrock',
    url: 'https://bedrock-runtime.us-east-1.amazonaws.com',
    endpoint: 'us-east-1',
    errorShape: 'generic',
    defaultFormat: 'bedrock-converse',
  },
  // @see https://lmstudio.ai/docs/developer/openai-compat
  { name: 'lmstudio', title: 'LM Studio', url: 'http://127.0.0.1:1234', endpoint: 'local', ...openaiLike },
  // @see https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html
  { name: 'vllm', title: 'vLLM', url: 'http://127.0.0.1:8000', endpoint: 'local', ...openaiLike },
  // @see https://github.com/ggml-org/llama.cpp/tree/master/tools/server
  { name: 'llamacpp', title: 'llama.cpp', url: 'http://127.0.0.1:8080', endpoint: 'local', ...openaiLike },
];

/** Every preset, in the order in which the window lists them. The sample upstream is not among them. */
export const presetUpstreams: readonly Upstream[] = facts.map(createPreset);

function createPreset(preset: PresetFacts): Upstream {
  return {
    name: preset.name,
    title: preset.title,
    isEnabled: preset.isEnabled ?? false,
    activeEndpoint: preset.endpoint,
    endpoints: [createEndpoint(preset.endpoint, preset.url, preset.keyPlacement ?? 'authorization-bearer')],
    deathNotice: 'error-event',
    errorShape: preset.errorShape,
    defaultFormat: preset.defaultFormat,
    isPreset: true,
  };
}

/** A plain endpoint: no headers, no key, TLS verified. */
export function createEndpoint(name: string, url: string, keyPlacement: KeyPlacement): Endpoint {
  return { name, url, headers: [], key: null, keyPlacement, verifyTls: true };
}

/** An own upstream with one endpoint, of which nothing but name and address is known. */
export function createUpstream(name: string, url: string): Upstream {
  return {
    name,
    title: name,
    isEnabled: true,
    activeEndpoint: 'default',
    endpoints: [createEndpoint('default', url, 'authorization-bearer')],
    deathNotice: 'error-event',
    errorShape: 'generic',
    defaultFormat: 'unknown',
    isPreset: false,
  };
}

/**
 * `upstreams` with the built-in sample upstream at `url` as the last one; unchanged when `url` is null (it does not
 * run). Applied to the stored list wherever upstreams are read, since its port is another one at every start.
 */
export function withSampleEndpoint(upstreams: readonly Upstream[], url: string | null): readonly Upstream[] {
  if (url === null) return upstreams;
  const sample: Upstream = {
    ...createUpstream(sampleUpstreamName, url),
    title: 'Sample',
    activeEndpoint: 'built-in',
    endpoints: [createEndpoint('built-in', url, 'authorization-bearer')],
    errorShape: 'openai',
    defaultFormat: 'openai-chat',
    isPreset: true,
  };
  return [...upstreams.filter((upstream) => upstream.name !== sampleUpstreamName), sample];
}

/** All upstreams from those a settings file holds: presets first, in their order and as edited, then the user's own. */
export function mergePresets(stored: readonly Upstream[]): readonly Upstream[] {
  const presetNames = new Set(presetUpstreams.map((preset) => preset.name));
  const presets = presetUpstreams.map((preset) => {
    const edited = stored.find((upstream) => upstream.name === preset.name);
    return edited ? { ...edited, isPreset: true } : preset;
  });
  const own = stored.filter((upstream) => !presetNames.has(upstream.name) && upstream.name !== sampleUpstreamName);
  // A preset of a newer version is here an upstream like any other: usable, removable.
  return [...presets, ...own.map((upstream) => ({ ...upstream, isPreset: false }))];
}
