/** A short name for the program behind a request: by its user agent, and by its process where that is known. */
import type { ClientInfo, ClientProcess } from '../model/exchange.ts';

/** First match wins: SDKs name themselves after the program that embeds them, so programs come first. */
const programs: readonly (readonly [RegExp, string])[] = [
  [/claude-(cli|code)/, 'claude'],
  [/codex/, 'codex'],
  [/opencode/, 'opencode'],
  [/gemini-?cli/, 'gemini'],
  [/github-?copilot|copilot-chat|copilot-cli/, 'copilot'],
  [/cline/, 'cline'],
  [/roo-?code/, 'roo-code'],
  [/aider/, 'aider'],
  [/cursor/, 'cursor'],
  [/zed\//, 'zed'],
  [/litellm/, 'litellm'],
  [/langchain/, 'langchain'],
  [/^(async)?openai\/python/, 'openai-python'],
  [/^(async)?azureopenai\/python/, 'openai-python'],
  [/^(azure)?openai\/js/, 'openai-node'],
  [/^openai\/go/, 'openai-go'],
  [/^openai\/java/, 'openai-java'],
  [/^openai\/ruby/, 'openai-ruby'],
  [/^openai\/\.net|^openai\/dotnet/, 'openai-dotnet'],
  [/^(async)?anthropic(bedrock|vertex|foundry)?\/python/, 'anthropic-python'],
  [/^anthropic(bedrock|vertex|foundry)?\/js/, 'anthropic-node'],
  [/^anthropic\/go/, 'anthropic-go'],
  [/^anthropic\/java/, 'anthropic-java'],
  [/^anthropic\/ruby/, 'anthropic-ruby'],
  [/^ollama-js/, 'ollama-js'],
  [/^ollama-python/, 'ollama-python'],
  [/^ollama\//, 'ollama'],
  [/google-genai-sdk/, 'google-genai'],
  [/mistral-client-python|mistralai\/python|speakeasy-sdk\/python/, 'mistral-python'],
  [/speakeasy-sdk\/typescript.*mistral/, 'mistral-js'],
  [/^cohere/, 'cohere'],
  [/ai-sdk\//, 'ai-sdk'],
  [/^aws-sdk-js/, 'aws-sdk-js'],
  [/^boto(core|3)/, 'boto3'],
  [/^curl/, 'curl'],
  [/^wget/, 'wget'],
  [/^httpie/, 'httpie'],
  [/postmanruntime/, 'postman'],
  [/insomnia/, 'insomnia'],
  [/^bruno/, 'bruno'],
  [/^python-requests/, 'python-requests'],
  [/^python-httpx/, 'python-httpx'],
  [/^python-urllib/, 'python-urllib'],
  [/^python\/.*aiohttp|^aiohttp/, 'python-aiohttp'],
  [/^go-http-client/, 'go'],
  [/^node-fetch/, 'node-fetch'],
  [/^axios/, 'axios'],
  [/^got\b/, 'got'],
  [/^undici/, 'undici'],
  [/^node\b/, 'node'],
  [/^bun\b/, 'bun'],
  [/^deno\b/, 'deno'],
  [/^reqwest/, 'reqwest'],
  [/^okhttp/, 'okhttp'],
  [/^java(-http-client)?\//, 'java'],
  [/^ruby/, 'ruby'],
  [/electron\//, 'electron'],
  [/^mozilla\//, 'browser'],
];

const maxNameLength = 24;

/**
 * `claude-cli/2.0.1 (external, cli)` -> `claude`. An unknown agent gives its own first word, as far as it is a plain
 * name; null when there is none.
 */
export function programFromUserAgent(userAgent: string | null): string | null {
  if (userAgent === null) return null;
  const agent = userAgent.trim().slice(0, 512).toLowerCase();
  const known = programs.find(([pattern]) => pattern.test(agent));
  if (known !== undefined) return known[1];
  const first = /^[a-z0-9][a-z0-9._-]*/.exec(agent)?.[0] ?? '';
  return first === '' ? null : first.slice(0, maxNameLength);
}

/** Names of the programs above that are agents and applications; the rest are libraries that others embed. */
const applications = new Set(programs.slice(0, 10).map(([, name]) => name));

/**
 * What is known of a client, with its process. A program that names itself keeps its name; a library's name gives way
 * to what was started, since one `node app.mjs` is told from another by that.
 */
export function withProcess(client: ClientInfo, process: ClientProcess): ClientInfo {
  // Somebody who started it has said already who it is.
  if (client.pid !== null) return { ...client, process };
  const isApplication = client.program !== null && applications.has(client.program);
  const program = isApplication ? client.program : process.program;
  return { ...client, program, pid: process.pid, process };
}

/** `node app.mjs (pid 4711), started by claude`; null when nothing is known. */
export function clientWords({ program, pid, process }: ClientInfo): string | null {
  if (process === undefined) return pid === null ? program : `${program ?? 'a program'} (pid ${pid})`;
  const starter = process.agent === null || process.agent === process.program ? '' : `, started by ${process.agent}`;
  return `${process.command} (pid ${process.pid})${starter}`;
}

/**
 * What a client's exchanges are grouped by: the run that we started, else the program and who started it, so that a
 * program started again and again by the same shell is one group.
 */
export function clientGroup({ program, pid, run, process }: ClientInfo): string {
  const starter = run ?? (process?.pid === pid ? process?.parentPid : pid);
  return `${program ?? ''}:${starter ?? ''}`;
}
