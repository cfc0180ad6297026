/** Every client that is tried: how it is started in each mode, and what must be seen of it. */
import { join, resolve } from 'node:path';
import type { WireFormat } from '../../shared/model/wire-format.ts';
import type { RunContext } from './through-wirelens.ts';

export type ClientMode = 'proxy' | 'base-url';

export type ClientStart = {
  readonly words: readonly string[];
  /** Put into its home before, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
};

export type Client = {
  readonly id: string;
  readonly title: string;
  /** The npm package that is installed for it; null: it is here already. */
  readonly package: string | null;
  /** Words that print its version, for what is no package of its own. */
  readonly version: readonly string[];
  readonly start: (mode: ClientMode, context: RunContext) => ClientStart;
  /** What carries the answer. */
  readonly seen: Readonly<Record<ClientMode, WireFormat | 'web-socket'>>;
  readonly note: Readonly<Record<ClientMode, string>>;
};

const prompt = 'say hello';

function binary({ agentsFolder }: Pick<RunContext, 'agentsFolder'>, name: string): string {
  return join(agentsFolder, 'node_modules', '.bin', name);
}

function program(name: string): string {
  return resolve(import.meta.dirname, 'programs', name);
}

/** Expands a variable that `run` sets, as a user's shell would. */
function shell(words: string): readonly string[] {
  return ['sh', '-c', words];
}

const both = <Value>(value: Value): Record<ClientMode, Value> => ({ proxy: value, 'base-url': value });

const codex: Client = {
  id: 'codex',
  title: 'Codex',
  package: '@openai/codex',
  version: [],
  start: (mode, context) => {
    const words = `"${binary(context, 'codex')}" exec --skip-git-repo-check`;
    const option = mode === 'proxy' ? '' : ` -c openai_base_url="$OPENAI_BASE_URL"`;
    return { words: shell(`${words}${option} '${prompt}'`) };
  },
  seen: both('web-socket'),
  note: {
    proxy: 'Responses over WebSocket; also asks chatgpt.com and github.com, which are rows of their own',
    'base-url':
      'reads no base URL from the environment: needs `-c openai_base_url="$OPENAI_BASE_URL"`, else it passes by',
  },
};

const codexHttp: Client = {
  ...codex,
  id: 'codex-http',
  title: 'Codex, its provider without WebSocket',
  start: (mode, context) => {
    const url = mode === 'proxy' ? 'https://api.openai.com/v1' : '$OPENAI_BASE_URL';
    const provider = `-c model_provider=plain -c model_providers.plain.name=plain -c model_providers.plain.base_url="${url}"`;
    const rest = '-c model_providers.plain.env_key=OPENAI_API_KEY -c model_providers.plain.wire_api=responses';
    const words = `"${binary(context, 'codex')}" exec --skip-git-repo-check ${provider} ${rest} '${prompt}'`;
    return { words: shell(words) };
  },
  seen: both('openai-responses'),
  note: both('a provider of the user’s own in its configuration speaks HTTP'),
};

const opencode: Client = {
  id: 'opencode',
  title: 'opencode',
  package: 'opencode-ai',
  version: [],
  start: (_mode, context) => ({ words: [binary(context, 'opencode'), 'run', '-m', 'openai/gpt-4o', prompt] }),
  seen: both('openai-responses'),
  note: { proxy: 'npm’s registry is tunnelled unread', 'base-url': 'reads OPENAI_BASE_URL' },
};

const gemini: Client = {
  id: 'gemini',
  title: 'Gemini CLI',
  package: '@google/gemini-cli',
  version: [],
  start: (mode, context) => {
    const settings = JSON.stringify({ security: { auth: { selectedType: 'gemini-api-key' } } });
    return {
      words: [binary(context, 'gemini'), '--skip-trust', '-m', 'gemini-2.5-flash', '-p', prompt],
      ...(mode === 'base-url' ? { files: { '.gemini/settings.json': settings } } : {}),
    };
  },
  seen: both('gemini-generate'),
  note: {
    proxy: 'its telemetry (play.googleapis.com) is a tunnel',
    'base-url':
      'with GOOGLE_GEMINI_BASE_URL it says "Invalid auth method" unless security.auth.selectedType is set in ~/.gemini/settings.json',
  },
};

const pi: Client = {
  id: 'pi',
  title: 'pi',
  package: '@mariozechner/pi-coding-agent',
  version: [],
  start: (mode, context) => {
    const words = `"${binary(context, 'pi')}" --provider openai --model gpt-4o -p '${prompt}'`;
    if (mode === 'proxy') return { words: shell(words) };
    const write = `mkdir -p "$HOME/.pi/agent" && printf '{"providers":{"openai":{"baseUrl":"%s"}}}' "$OPENAI_BASE_URL" > "$HOME/.pi/agent/models.json"`;
    return { words: shell(`${write} && ${words}`) };
  },
  seen: both('openai-responses'),
  note: {
    proxy: 'nothing else is asked',
    'base-url':
      'reads no base URL from the environment: needs providers.openai.baseUrl in ~/.pi/agent/models.json, else it passes by',
  },
};

const claude: Client = {
  id: 'claude',
  title: 'Claude Code',
  package: '@anthropic-ai/claude-code',
  version: [],
  start: (_mode, context) => ({
    words: [binary(context, 'claude'), '-p', prompt],
    environment: { DISABLE_AUTOUPDATER: '1' },
  }),
  seen: both('anthropic-messages'),
  note: {
    proxy: 'its side calls (settings, telemetry) are exchanges too',
    'base-url': 'side calls are left out; ENABLE_TOOL_SEARCH=true for the tool search that it otherwise switches off',
  },
};

const sdk = (id: string, title: string, file: string, format: WireFormat): Client => ({
  id,
  title,
  package: null,
  version: [process.execPath, program('version.mjs'), id],
  start: () => ({ words: [process.execPath, program(file), prompt] }),
  seen: both(format),
  note: {
    proxy: 'on Node before 22.21 and 24 with undici’s EnvHttpProxyAgent, since their own fetch reads no HTTPS_PROXY',
    'base-url': 'reads its variable',
  },
});

/** In the order of the table. */
export const clients: readonly Client[] = [
  codex,
  codexHttp,
  claude,
  opencode,
  gemini,
  pi,
  sdk('openai', 'openai (Node)', 'openai.mjs', 'openai-chat'),
  sdk('anthropic', '@anthropic-ai/sdk (Node)', 'anthropic.mjs', 'anthropic-messages'),
  sdk('fetch', 'Node fetch', 'fetch.mjs', 'openai-chat'),
  {
    id: 'python',
    title: 'Python urllib',
    package: null,
    version: ['python3', '--version'],
    start: () => ({ words: ['python3', program('ask.py'), prompt] }),
    seen: both('openai-chat'),
    note: both('the standard library alone'),
  },
  {
    id: 'curl',
    title: 'curl',
    package: null,
    version: ['curl', '--version'],
    start: () => ({
      words: shell(
        `curl -sS -N "\${OPENAI_BASE_URL:-https://api.openai.com/v1}/chat/completions" -H 'content-type: application/json' -d '{"model":"gpt-4o","messages":[{"role":"user","content":"${prompt}"}]}'`,
      ),
    }),
    seen: both('openai-chat'),
    note: both('nothing to set'),
  },
];
