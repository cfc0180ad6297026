/**
 * What to change in a program so that it talks to us: one base URL each. Pure: `base` is the real listening address.
 *
 * @see https://github.com/openai/openai-python · https://github.com/openai/openai-node (`base_url`, `OPENAI_BASE_URL`)
 * @see https://docs.anthropic.com/en/docs/claude-code/llm-gateway (`ANTHROPIC_BASE_URL`)
 * @see https://github.com/googleapis/js-genai (`httpOptions.baseUrl`, `GOOGLE_GEMINI_BASE_URL`)
 * @see https://developers.openai.com/codex/config-reference (`openai_base_url`)
 * @see https://opencode.ai/docs/providers (`options.baseURL`)
 */

export type Recipe = {
  readonly title: string;
  readonly code: string;
  /** Why a line is there, or what to watch for. */
  readonly note?: string;
};

export type RecipeGroup = { readonly id: string; readonly title: string; readonly recipes: readonly Recipe[] };

/** Groups in the order of the tabs. */
export function recipesFor(base: string): readonly RecipeGroup[] {
  return [openai(base), anthropic(base), gemini(base), ollama(base), curl(base), agents(base)];
}

function openai(base: string): RecipeGroup {
  const url = `${base}/openai/v1`;
  return {
    id: 'openai',
    title: 'OpenAI',
    recipes: [
      {
        title: 'Environment',
        code: `export OPENAI_BASE_URL=${url}`,
        note: 'The Python and TypeScript SDKs both read it.',
      },
      { title: 'Python', code: `from openai import OpenAI\n\nclient = OpenAI(base_url="${url}")` },
      {
        title: 'TypeScript',
        code: `import OpenAI from 'openai';\n\nconst client = new OpenAI({ baseURL: '${url}' });`,
      },
    ],
  };
}

function anthropic(base: string): RecipeGroup {
  const url = `${base}/anthropic`;
  return {
    id: 'anthropic',
    title: 'Anthropic',
    recipes: [
      {
        title: 'Environment',
        code: `export ANTHROPIC_BASE_URL=${url}`,
        note: 'The Python and TypeScript SDKs and most agents read it.',
      },
      { title: 'Python', code: `from anthropic import Anthropic\n\nclient = Anthropic(base_url="${url}")` },
      {
        title: 'TypeScript',
        code: `import Anthropic from '@anthropic-ai/sdk';\n\nconst client = new Anthropic({ baseURL: '${url}' });`,
      },
    ],
  };
}

function gemini(base: string): RecipeGroup {
  const url = `${base}/gemini`;
  return {
    id: 'gemini',
    title: 'Gemini',
    recipes: [
      { title: 'Environment', code: `export GOOGLE_GEMINI_BASE_URL=${url}` },
      {
        title: 'Python',
        code: `from google import genai\nfrom google.genai import types\n\nclient = genai.Client(http_options=types.HttpOptions(base_url="${url}"))`,
      },
      {
        title: 'TypeScript',
        code: `import { GoogleGenAI } from '@google/genai';\n\nconst client = new GoogleGenAI({\n  apiKey: process.env.GEMINI_API_KEY,\n  httpOptions: { baseUrl: '${url}' },\n});`,
      },
    ],
  };
}

function ollama(base: string): RecipeGroup {
  const url = `${base}/ollama`;
  return {
    id: 'ollama',
    title: 'Ollama',
    recipes: [
      { title: 'Python', code: `from ollama import Client\n\nclient = Client(host="${url}")` },
      {
        title: 'TypeScript',
        code: `import { Ollama } from 'ollama';\n\nconst client = new Ollama({ host: '${url}' });`,
      },
      {
        title: 'Environment',
        code: `export OLLAMA_HOST=${base}`,
        note: 'Read by the Python SDK and the ollama command. Its paths (/api/chat) find the Ollama upstream by themselves.',
      },
    ],
  };
}

function curl(base: string): RecipeGroup {
  return {
    id: 'curl',
    title: 'curl',
    recipes: [
      {
        title: 'OpenAI',
        code: `curl -N ${base}/openai/v1/chat/completions \\\n  -H "authorization: Bearer $OPENAI_API_KEY" \\\n  -H "content-type: application/json" \\\n  -d '{"model":"gpt-4.1-mini","stream":true,"messages":[{"role":"user","content":"Hello"}]}'`,
      },
      {
        title: 'Anthropic',
        code: `curl -N ${base}/anthropic/v1/messages \\\n  -H "x-api-key: $ANTHROPIC_API_KEY" \\\n  -H "anthropic-version: 2023-06-01" \\\n  -H "content-type: application/json" \\\n  -d '{"model":"claude-sonnet-4-5","max_tokens":256,"stream":true,"messages":[{"role":"user","content":"Hello"}]}'`,
      },
    ],
  };
}

function agents(base: string): RecipeGroup {
  const opencode = {
    $schema: 'https://opencode.ai/config.json',
    provider: {
      anthropic: { options: { baseURL: `${base}/anthropic/v1` } },
      openai: { options: { baseURL: `${base}/openai/v1` } },
    },
  };
  return {
    id: 'agents',
    title: 'Agents',
    recipes: [
      {
        title: 'Claude Code',
        code: `ANTHROPIC_BASE_URL=${base}/anthropic \\\n  ENABLE_TOOL_SEARCH=true claude`,
        note: 'ENABLE_TOOL_SEARCH: with a base URL that is not Anthropic’s own, Claude Code turns its MCP tool search off and sends every tool with every request. This keeps it on, so that you see what it does without us.',
      },
      {
        title: 'Codex',
        code: `codex -c openai_base_url="${base}/openai/v1"`,
        note: 'When signed in with an API key. The same line, without codex -c, can stand in ~/.codex/config.toml.',
      },
      { title: 'opencode, in opencode.json', code: JSON.stringify(opencode, null, 2) },
      {
        title: 'Gemini CLI',
        code: `GOOGLE_GEMINI_BASE_URL=${base}/gemini gemini`,
        note: 'When signed in with an API key (GEMINI_API_KEY).',
      },
    ],
  };
}
