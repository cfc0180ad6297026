/**
 * The hosts of LLM providers that ship with Wirelens, as data: what interception decrypts unless the user's own rules say
 * otherwise. Regions are spelled out instead of globbed, so that the authority may sign for these very names and not for
 * a whole cloud.
 */
import type { HostRule, InterceptionSettings } from '../model/interception.ts';

/** @see https://docs.aws.amazon.com/general/latest/gr/bedrock.html */
const bedrockRegions = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-south-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
];

/** @see https://cloud.google.com/vertex-ai/generative-ai/docs/learn/locations */
const vertexRegions = [
  'us-central1',
  'us-east1',
  'us-east4',
  'us-east5',
  'us-south1',
  'us-west1',
  'us-west4',
  'northamerica-northeast1',
  'southamerica-east1',
  'europe-central2',
  'europe-north1',
  'europe-southwest1',
  'europe-west1',
  'europe-west2',
  'europe-west3',
  'europe-west4',
  'europe-west6',
  'europe-west8',
  'europe-west9',
  'asia-east1',
  'asia-east2',
  'asia-northeast1',
  'asia-northeast3',
  'asia-south1',
  'asia-southeast1',
  'australia-southeast1',
  'me-central1',
  'me-central2',
  'me-west1',
];

/** Hosts of one vendor. */
export type HostGroup = { readonly vendor: string; readonly hosts: readonly string[] };

/** The known hosts by vendor: in the order of the upstream presets, then of what agents and gateways ask. */
export const knownHostGroups: readonly HostGroup[] = [
  { vendor: 'OpenAI', hosts: ['api.openai.com', '*.api.openai.com', 'chatgpt.com'] },
  { vendor: 'Anthropic', hosts: ['api.anthropic.com'] },
  { vendor: 'Google Gemini', hosts: ['generativelanguage.googleapis.com', 'cloudcode-pa.googleapis.com'] },
  {
    vendor: 'Google Vertex AI',
    hosts: ['aiplatform.googleapis.com', ...vertexRegions.map((region) => `${region}-aiplatform.googleapis.com`)],
  },
  { vendor: 'OpenRouter', hosts: ['openrouter.ai'] },
  { vendor: 'Mistral', hosts: ['api.mistral.ai', 'codestral.mistral.ai'] },
  { vendor: 'Groq', hosts: ['api.groq.com'] },
  { vendor: 'DeepSeek', hosts: ['api.deepseek.com'] },
  { vendor: 'xAI', hosts: ['api.x.ai'] },
  { vendor: 'Together', hosts: ['api.together.xyz', 'api.together.ai'] },
  { vendor: 'Fireworks', hosts: ['api.fireworks.ai'] },
  { vendor: 'Cohere', hosts: ['api.cohere.com', 'api.cohere.ai'] },
  {
    vendor: 'Azure',
    hosts: [
      '*.openai.azure.com',
      '*.services.ai.azure.com',
      '*.cognitiveservices.azure.com',
      'models.inference.ai.azure.com',
    ],
  },
  { vendor: 'Amazon Bedrock', hosts: bedrockRegions.map((region) => `bedrock-runtime.${region}.amazonaws.com`) },
  { vendor: 'GitHub', hosts: ['api.githubcopilot.com', '*.githubcopilot.com', 'models.github.ai'] },
  { vendor: 'Perplexity', hosts: ['api.perplexity.ai'] },
  { vendor: 'Cerebras', hosts: ['api.cerebras.ai'] },
  { vendor: 'Moonshot', hosts: ['api.moonshot.ai', 'api.moonshot.cn'] },
  { vendor: 'Z.ai', hosts: ['api.z.ai', 'open.bigmodel.cn'] },
  { vendor: 'Alibaba', hosts: ['dashscope.aliyuncs.com', 'dashscope-intl.aliyuncs.com'] },
  { vendor: 'MiniMax', hosts: ['api.minimax.io'] },
  { vendor: 'Hugging Face', hosts: ['router.huggingface.co'] },
  { vendor: 'NVIDIA', hosts: ['integrate.api.nvidia.com'] },
  { vendor: 'SambaNova', hosts: ['api.sambanova.ai'] },
  { vendor: 'DeepInfra', hosts: ['api.deepinfra.com'] },
  { vendor: 'Replicate', hosts: ['api.replicate.com'] },
  { vendor: 'Ollama', hosts: ['ollama.com'] },
  { vendor: 'Gateways', hosts: ['ai-gateway.vercel.sh', 'gateway.ai.cloudflare.com', 'opencode.ai'] },
];

/** All of them. */
export const knownHosts: readonly string[] = knownHostGroups.flatMap(({ hosts }) => hosts);

/** The rules that ship: every known host is intercepted. */
export const knownHostRules: readonly HostRule[] = knownHosts.map((host) => ({ host, action: 'intercept' }));

/** The rules in force by the settings: the user's own first, then the known hosts; null while interception is off. */
export function rulesOfSettings(settings: InterceptionSettings): readonly HostRule[] | null {
  return settings.isEnabled ? [...settings.rules, ...knownHostRules] : null;
}
